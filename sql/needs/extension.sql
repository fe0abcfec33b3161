-- Extensions.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_extension', $$
CREATE SCHEMA ext;
CREATE EXTENSION IF NOT EXISTS needs_not_there WITH SCHEMA ext CASCADE;
CREATE EXTENSION needs_not_there_either;
ALTER EXTENSION needs_not_there UPDATE;
ALTER EXTENSION needs_not_there SET SCHEMA ext;
COMMENT ON EXTENSION needs_not_there IS 'x';
CREATE TABLE t (id int);
ALTER EXTENSION needs_not_there ADD TABLE t;
ALTER EXTENSION needs_not_there DROP TABLE t;
DROP EXTENSION IF EXISTS needs_not_there CASCADE;
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_lost', $$
CREATE EXTENSION needs_not_there_at_all SCHEMA missing_schema;
ALTER EXTENSION missing_extension UPDATE;
ALTER EXTENSION plpgsql ADD FUNCTION missing_function(int);
DROP EXTENSION missing_extension;
$$);
:dependencies('002');
DROP EXTENSION pg_strata;
