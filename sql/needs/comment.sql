-- COMMENT ON and SECURITY LABEL: they alter, and need, what they name.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int PRIMARY KEY, CONSTRAINT ok CHECK (true));
CREATE VIEW app.v AS SELECT id FROM app.item;
CREATE FUNCTION app.f(int, text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE app.mood AS ENUM ('sad');
CREATE AGGREGATE app.total(int) (SFUNC = int4pl, STYPE = int);
$$);
SELECT action FROM migrate_register('002_comments', $$
COMMENT ON SCHEMA app IS 'x';
COMMENT ON TABLE app.item IS 'x';
COMMENT ON COLUMN app.item.id IS 'x';
COMMENT ON COLUMN app.v.id IS NULL;
COMMENT ON CONSTRAINT ok ON app.item IS 'x';
COMMENT ON INDEX app.item_pkey IS 'x';
COMMENT ON VIEW app.v IS 'x';
COMMENT ON FUNCTION app.f(a int, text) IS 'x';
COMMENT ON FUNCTION app.f IS 'x';
COMMENT ON AGGREGATE app.total(int) IS 'x';
COMMENT ON TYPE app.mood IS 'x';
COMMENT ON EXTENSION plpgsql IS 'x';
COMMENT ON LANGUAGE plpgsql IS 'x';
COMMENT ON CAST (int4 AS int8) IS 'x';
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
COMMENT ON SCHEMA missing_schema IS 'x';
COMMENT ON TABLE missing_table IS 'x';
COMMENT ON COLUMN missing_table.id IS 'x';
COMMENT ON COLUMN app.item.missing_column IS 'x';
COMMENT ON CONSTRAINT missing_constraint ON app.item IS 'x';
COMMENT ON CONSTRAINT ok ON missing_table IS 'x';
COMMENT ON CONSTRAINT ok ON DOMAIN missing_domain IS 'x';
COMMENT ON TRIGGER missing_trigger ON app.item IS 'x';
COMMENT ON POLICY missing_policy ON app.item IS 'x';
COMMENT ON FUNCTION app.f(int) IS 'x';
COMMENT ON TYPE missing_type IS 'x';
COMMENT ON ROLE missing_role IS 'x';
COMMENT ON EXTENSION missing_extension IS 'x';
SECURITY LABEL FOR nobody ON TABLE missing_table IS 'x';
SECURITY LABEL ON FUNCTION app.f(int) IS 'x';
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
