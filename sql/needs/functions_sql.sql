-- Calls, and bodies of functions in LANGUAGE sql.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;

SELECT * FROM reading('SELECT f(), g(1, 2), app.h(VARIADIC ARRAY[1]), k(a => 1, b => 2), count(*), lower(''X''), lower(1, 2), pg_catalog.nothing()');
SELECT * FROM reading('SELECT my_agg(x ORDER BY y) FILTER (WHERE z), my_set(0.5) WITHIN GROUP (ORDER BY x), rank() OVER w
FROM t WINDOW w AS (PARTITION BY p ORDER BY o)');
-- casts in functional notation, and functions with a syntax of their own
SELECT * FROM reading('SELECT regtype(''int''), inet(x), thing(x), extract(year FROM d), coalesce(a, b), greatest(1, 2) FROM t');
SELECT * FROM reading('SELECT * FROM unnest(ARRAY[1], ARRAY[2], ARRAY[3]) u(a, b, c), ROWS FROM (f(1), g(2) AS (x app.kind)) r');

-- bodies: what the server checks when it creates the function, arguments aside
SELECT * FROM reading($$CREATE FUNCTION f(a int, note text) RETURNS bigint LANGUAGE sql AS
'SELECT count(*) FROM t
WHERE t.x = a AND note = f.note AND y';$$);
SELECT * FROM reading($$CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql
BEGIN ATOMIC
    INSERT INTO t (x) VALUES (a);
    SELECT max(y) FROM t WHERE z = a;
END$$);
SELECT * FROM reading($$CREATE FUNCTION f(a t) RETURNS int LANGUAGE sql RETURN g(a.x) + (SELECT y FROM u)$$);
-- it is not checked
SELECT * FROM reading($$SET check_function_bodies = off;
CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT x FROM t';$$);
SELECT * FROM reading($$CREATE FUNCTION f(anyelement) RETURNS void LANGUAGE sql AS 'SELECT x FROM t'$$);
-- nothing of it takes effect, and it may meet its own needs
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '
    CREATE TEMP TABLE scratch (a int);
    INSERT INTO scratch (a) SELECT b FROM t;
    SELECT a FROM scratch;
';$$);
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS void LANGUAGE sql AS '
    DROP TABLE old;
    CREATE TABLE made (a int REFERENCES t);
    SELECT a FROM made;
';$$);
-- it is no SQL
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'SELECT nothing to see FROM here and so on and on until it is long enough to be cut'$$);
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
