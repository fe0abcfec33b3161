-- The guard, schemas, extensions and roles.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_app', 'CREATE SCHEMA app; CREATE TABLE app.t (id int); CREATE TABLE plain (id int)');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_later', 'CREATE SCHEMA later; CREATE ROLE regress_later; CREATE EXTENSION hstore');

-- missing
CREATE TABLE later.t (id int);
ALTER TABLE app.t SET SCHEMA later;
GRANT USAGE ON SCHEMA later TO PUBLIC;
CREATE FUNCTION later.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
ALTER SCHEMA later RENAME TO now;
DROP SCHEMA later;
DROP SCHEMA IF EXISTS later;
GRANT SELECT ON app.t TO regress_later;
ALTER TABLE app.t OWNER TO regress_later;
CREATE POLICY p ON app.t TO regress_later USING (true);
COMMENT ON EXTENSION hstore IS 'x';
ALTER EXTENSION hstore UPDATE;

-- taken away or renamed
DROP SCHEMA app;
DROP SCHEMA app CASCADE;
ALTER SCHEMA app RENAME TO ap;
-- also where it is nobody's, but something in it is a migration's
CREATE SCHEMA nest;
SELECT action FROM migrate_register('003_egg', 'CREATE TABLE nest.egg (id int)');
SELECT status FROM migrate_apply(only_these => ARRAY['003']);
ALTER SCHEMA nest RENAME TO tree;
DROP SCHEMA nest CASCADE;
ALTER SCHEMA public RENAME TO private;
-- one's own
CREATE SCHEMA own;
CREATE TABLE own.t (id int);
ALTER SCHEMA own RENAME TO mine;
DROP SCHEMA mine CASCADE;
-- changed
COMMENT ON SCHEMA app IS 'x';
GRANT USAGE ON SCHEMA app TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA nest TO PUBLIC;
SELECT finding, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;
DROP EXTENSION pg_strata;
DROP SCHEMA app, nest CASCADE;
DROP TABLE plain;
