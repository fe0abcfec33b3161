-- CREATE VIEW, CREATE TABLE AS, SELECT INTO.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, code text);
$$);
SELECT action FROM migrate_register('002_views', $$
CREATE VIEW app.v1 AS SELECT id, code AS name, id + 1, count(*) OVER () FROM app.item;
CREATE VIEW v2 (a, b) AS SELECT id, code, 1 AS one FROM app.item;
CREATE VIEW v3 AS SELECT * FROM app.item;
CREATE VIEW v4 AS SELECT i.*, 1 AS one FROM app.item i;
CREATE OR REPLACE VIEW v3 AS SELECT * FROM app.item WHERE id > 0;
CREATE TEMPORARY VIEW v5 AS SELECT name FROM app.v1;
CREATE RECURSIVE VIEW v6 (n) AS VALUES (1) UNION ALL SELECT n + 1 FROM v6 WHERE n < 9;
CREATE VIEW v7 AS SELECT a, one FROM v2;
CREATE VIEW v8 AS SELECT name FROM (SELECT code AS name FROM v3) s;
CREATE TABLE app.t1 AS SELECT id, code FROM app.item;
CREATE TABLE IF NOT EXISTS t2 (x, y) AS SELECT id, code FROM app.item WITH NO DATA;
SELECT id AS first, code INTO t3 FROM app.item UNION SELECT 1, 'x';
CREATE TEMPORARY TABLE t4 AS TABLE app.item;
PREPARE ask(int) AS SELECT id FROM app.item WHERE id > $1;
CREATE TABLE t5 AS EXECUTE ask(1);
$$);
:dependencies('002');
-- columns are known
SELECT action FROM migrate_register('003_use', $$
CREATE INDEX ON t3 (first);
CREATE INDEX ON t2 (y);
CREATE INDEX ON t5 (whatever);
CREATE VIEW w AS SELECT name, count, code FROM app.v1;
CREATE VIEW w2 AS SELECT id, code, size FROM v3;
$$);
:dependencies('003');
SELECT action FROM migrate_register('004_lost', $$
CREATE VIEW missing_schema.v AS SELECT 1;
CREATE VIEW x1 AS SELECT * FROM missing_table;
CREATE VIEW x2 AS SELECT missing_column FROM app.item;
CREATE VIEW x3 AS SELECT missing_function(id) FROM app.item;
CREATE TABLE x4 AS SELECT * FROM missing_table;
SELECT 1 AS a INTO missing_schema.x5;
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
