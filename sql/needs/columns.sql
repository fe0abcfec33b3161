-- Which columns queries need.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;

-- of the relation that the alias stands for
SELECT * FROM reading('SELECT t.a, x.b, app.u.c, u.d, y.e FROM t, t2 AS x, app.u');
SELECT * FROM reading('SELECT (SELECT t.a FROM u AS t) FROM t WHERE EXISTS (SELECT 1 FROM u WHERE u.x = t.y)');
-- unqualified: of one relation, or of one of several
SELECT * FROM reading('SELECT a FROM t');
CREATE TABLE t (a int, b int);
CREATE TABLE u (c int);
SELECT * FROM reading('SELECT a, c, missing FROM t, u');
SELECT * FROM reading('SELECT 1 FROM t WHERE EXISTS (SELECT 1 FROM u WHERE a = c AND missing)');
-- nobody knows whether what hides its columns has them
SELECT * FROM reading('SELECT x FROM t, f()');
SELECT * FROM reading('SELECT x FROM t, (SELECT * FROM u) s');
SELECT * FROM reading('SELECT x FROM t AS renamed(x, y)');
SELECT * FROM reading('SELECT x, j.y FROM (t JOIN u ON t.a = u.c) AS j');
SELECT * FROM reading('SELECT relname, x FROM t, pg_class');
SELECT * FROM reading('WITH c AS (TABLE u) SELECT x FROM t, c');
-- what names its columns does not hide others
SELECT * FROM reading('SELECT a, n, s.n, lower FROM t, (SELECT c AS n, lower(''X'') FROM u) s');
SELECT * FROM reading('WITH s(n) AS (SELECT c, 2 AS m FROM u) SELECT n, m, b, x FROM s, t');
SELECT * FROM reading('SELECT column1, column2, x FROM t, (VALUES (1, 2)) v');
SELECT * FROM reading('SELECT k, x FROM t, (VALUES (1, 2)) v(k)');
SELECT * FROM reading('WITH s AS (INSERT INTO u VALUES (1) RETURNING c AS made) SELECT made, x FROM s, t');
-- not columns: rows as a whole, system columns, output columns, parameters, labels
SELECT * FROM reading('SELECT t, t.*, count(t), row_to_json(t), (t).a, t.ctid, xmin, t.tableoid FROM t');
SELECT * FROM reading('SELECT a AS total, lower(b::text) FROM t ORDER BY total, lower DESC, b');
SELECT * FROM reading('SELECT a + b AS total FROM t GROUP BY total, GROUPING SETS ((total), (a, total))');
SELECT * FROM reading('SELECT DISTINCT ON (k) a AS k FROM t ORDER BY k');
SELECT * FROM reading('SELECT a AS k FROM t UNION SELECT c FROM u ORDER BY k');
SELECT * FROM reading('PREPARE p(int) AS SELECT $1, current_user, localtime FROM t');
-- what is written like a call, and what is called like a column
SELECT * FROM reading('SELECT full_name(t), t.full_name FROM t');
-- targets
SELECT * FROM reading('INSERT INTO t (a, z) VALUES (DEFAULT, 1) RETURNING b, y');
SELECT * FROM reading('INSERT INTO t AS it (a) SELECT c FROM u ON CONFLICT (a, lower(w)) WHERE v DO UPDATE
SET b = excluded.b + it.x, (c, d) = (SELECT 1, 2) WHERE excluded.y');
SELECT * FROM reading('INSERT INTO t VALUES (1) ON CONFLICT ON CONSTRAINT t_pkey DO NOTHING');
SELECT * FROM reading('UPDATE t AS x SET z = x.a + t.a, y[1] = c, (v, w) = (1, 2) FROM u WHERE x.b = u.d');
SELECT * FROM reading('DELETE FROM t WHERE z');
-- joins
SELECT * FROM reading('SELECT 1 FROM t JOIN u USING (id, other)');
SELECT * FROM reading('SELECT id FROM t JOIN u USING (id) JOIN (SELECT 1 AS id) s USING (id)');
SELECT * FROM reading('SELECT 1 FROM t JOIN f() USING (id)');
-- the nearest of the same name
SELECT * FROM reading('SELECT 1 FROM app.t WHERE EXISTS (SELECT 1 FROM t WHERE app.t.x = t.y)');
SELECT * FROM reading('SELECT t.x FROM u AS t, app.t AS other');
DROP TABLE t, u;
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
