-- Materialized views.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, code text);
$$);
SELECT action FROM migrate_register('002_views', $$
CREATE MATERIALIZED VIEW app.m AS SELECT id, lower(code) AS code FROM app.item WITH NO DATA;
CREATE MATERIALIZED VIEW IF NOT EXISTS m2 (n) AS SELECT count(*) FROM app.m;
CREATE UNIQUE INDEX ON app.m (id);
REFRESH MATERIALIZED VIEW app.m;
ALTER MATERIALIZED VIEW app.m RENAME COLUMN code TO name;
COMMENT ON MATERIALIZED VIEW app.m IS 'x';
ALTER MATERIALIZED VIEW app.m RENAME TO n;
REFRESH MATERIALIZED VIEW CONCURRENTLY app.n;
DROP MATERIALIZED VIEW m2;
ALTER MATERIALIZED VIEW IF EXISTS never_there SET SCHEMA app;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
REFRESH MATERIALIZED VIEW app.m;
REFRESH MATERIALIZED VIEW missing_view;
CREATE MATERIALIZED VIEW x AS SELECT code FROM app.n;
DROP MATERIALIZED VIEW m2;
$$);
:dependencies('003');
DROP EXTENSION pg_strata;
