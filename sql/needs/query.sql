-- What queries need, and what in them is no need.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;

-- relations of every kind of query
SELECT * FROM reading('SELECT 1 FROM a, b.c, ONLY d, e TABLESAMPLE system (1) LEFT JOIN f ON true');
SELECT * FROM reading('INSERT INTO a SELECT * FROM b');
SELECT * FROM reading('UPDATE a SET x = 1 FROM b WHERE a.id = b.id');
SELECT * FROM reading('DELETE FROM a USING b WHERE a.id = b.id RETURNING a.note');
SELECT * FROM reading('MERGE INTO a USING b ON a.id = b.id WHEN MATCHED AND b.gone THEN DELETE
WHEN MATCHED THEN UPDATE SET x = b.x
WHEN NOT MATCHED THEN INSERT (id, x) VALUES (b.id, b.x)');
SELECT * FROM reading('VALUES (1, (SELECT max(x) FROM a)), (2, f())');
SELECT * FROM reading('TABLE a');
SELECT * FROM reading('SELECT 1 FROM a UNION SELECT 2 FROM b INTERSECT SELECT 3 FROM c ORDER BY 1');
SELECT * FROM reading('SELECT x INTO made FROM a');

-- not needs: CTEs, aliases, catalogs
SELECT * FROM reading('WITH a AS (SELECT 1 FROM real) SELECT a.x FROM a');
SELECT * FROM reading('WITH RECURSIVE tree AS (SELECT id FROM node UNION ALL SELECT n.id FROM node n JOIN tree ON n.up = tree.id)
SELECT * FROM tree');
SELECT * FROM reading('WITH a AS (SELECT 1 FROM a), b AS (SELECT 2 FROM a, c), c AS (SELECT 3) SELECT * FROM b, c');
SELECT * FROM reading('WITH a AS (SELECT 1) SELECT (SELECT max(x) FROM a), (WITH b AS (TABLE a) SELECT 1 FROM b, app.a)');
SELECT * FROM reading('WITH a AS (SELECT 1 AS x) INSERT INTO a SELECT x FROM a');
SELECT * FROM reading('WITH gone AS (DELETE FROM a RETURNING id) INSERT INTO b SELECT id FROM gone');
SELECT * FROM reading('SELECT * FROM pg_class, pg_catalog.pg_type, information_schema.tables, pg_stat_activity');
SELECT * FROM reading('SELECT a.x FROM t AS a FOR UPDATE OF a');
SELECT * FROM reading('SELECT x FROM LATERAL (SELECT 1 AS x FROM t) AS s, generate_series(1, s.x) AS g(n)');

-- casts and constants that name objects
SELECT * FROM reading($$SELECT 'blue'::app.colour, CAST('x' AS mood), '{a}'::mood[], 1::numeric(3, 1), 'a'::text, NULL::thing$$);
SELECT * FROM reading($$SELECT 'app."Order"'::regclass, 'Plain'::text::regclass, 'pg_class'::regclass, '123'::regclass, to_regclass('maybe')$$);
SELECT * FROM reading($$SELECT 'app.mood'::regtype, 'integer'::regtype, 'mood[]'::regtype, 'f'::regproc, 'f(int, text)'::regprocedure,
    'now()'::regprocedure, 'somebody'::regrole, 'app'::regnamespace$$);
SELECT * FROM reading($$SELECT nextval('s'), currval('app.s'::regclass), setval('s2', 3), nextval(v.name) FROM v$$);
SELECT * FROM reading($$SELECT pg_get_serial_sequence('app.t', 'Id'), pg_total_relation_size('big')$$);

-- collations and operators
SELECT * FROM reading('SELECT x COLLATE german, y COLLATE "C", z COLLATE app.c FROM t ORDER BY x COLLATE other');
SELECT * FROM reading('SELECT 1 OPERATOR(app.+) 2, 1 OPERATOR(pg_catalog.+) 2, x = ANY (y) FROM t');
SELECT * FROM reading($$SELECT * FROM XMLTABLE('/a' PASSING doc COLUMNS x app.kind PATH 'x', y int PATH 'y') x, t$$);

-- once in a line is enough
SELECT * FROM reading('SELECT t.x, t.x + f(t.x), f(t.y)
FROM t
WHERE t.x > f(1)');
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
