-- Schemas.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_schemas', $$
CREATE SCHEMA app;
CREATE SCHEMA IF NOT EXISTS app;
CREATE SCHEMA other AUTHORIZATION CURRENT_USER;
CREATE SCHEMA full_of_things
    CREATE TABLE t (id int PRIMARY KEY)
    CREATE INDEX by_id ON t (id)
    CREATE VIEW v AS SELECT id FROM t;
ALTER SCHEMA other RENAME TO another;
ALTER SCHEMA another OWNER TO CURRENT_USER;
COMMENT ON SCHEMA another IS 'x';
GRANT USAGE ON SCHEMA app, another TO CURRENT_USER;
CREATE TABLE another.t (id int);
DROP SCHEMA app;
DROP SCHEMA another CASCADE;
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_use', $$
SELECT id FROM full_of_things.v;
INSERT INTO full_of_things.t SELECT 1;
ALTER SCHEMA full_of_things RENAME TO "full";
SELECT id FROM "full".v;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE SCHEMA x AUTHORIZATION missing_role;
CREATE TABLE app.t (id int);
CREATE TABLE another.u (id int);
SELECT 1 FROM another.t;
ALTER SCHEMA missing_schema RENAME TO y;
DROP SCHEMA missing_schema;
DROP SCHEMA IF EXISTS missing_schema;
ALTER DEFAULT PRIVILEGES IN SCHEMA missing_schema GRANT SELECT ON TABLES TO PUBLIC;
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('1');
ROLLBACK;
DROP EXTENSION pg_strata;
