-- Whom and what the guard leaves alone.
CREATE EXTENSION pg_strata;
CREATE SCHEMA app;
CREATE SCHEMA storage;
SELECT action FROM migrate_register('001_t', $$CREATE TABLE app.t (id int); CREATE TABLE storage.objects (id int); CREATE TABLE t (id int);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'$$);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_u', 'CREATE TABLE app.u (id int PRIMARY KEY); CREATE TABLE u (id int PRIMARY KEY)');
CREATE ROLE regress_robot;
GRANT regress_robot TO CURRENT_USER;
GRANT ALL ON SCHEMA public, app TO regress_robot;

-- schemas
SELECT value FROM migrate_set('guard_exempt_schemas', 'app, "Other one"', 'scratch');
SELECT exempt_schemas, exempt_roles FROM migrate_guard();
BEGIN;
CREATE TABLE r (id int REFERENCES app.u);
ROLLBACK;
BEGIN;
ALTER TABLE app.t ADD COLUMN a int;
ALTER TABLE app.t RENAME TO tt;
DROP TABLE app.tt;
CREATE TABLE IF NOT EXISTS app.t (id int);
CREATE TABLE IF NOT EXISTS app.t (id text);
ROLLBACK;
DROP TABLE t;
BEGIN;
DROP SCHEMA app CASCADE;
ROLLBACK;
SELECT value FROM migrate_set('guard_exempt_schemas', '');
ALTER TABLE app.t RENAME TO tt;
SELECT value FROM migrate_set('guard_exempt_schemas', 'a b');

-- roles
ALTER TABLE t OWNER TO regress_robot;
SELECT value FROM migrate_set('guard_exempt_roles', 'regress_robot');
SET ROLE regress_robot;
CREATE TABLE r (id int REFERENCES u);
ALTER TABLE t ADD COLUMN by_robot int;
ALTER TABLE t RENAME TO tt;
ALTER TABLE tt RENAME TO t;
CREATE FUNCTION late() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM u; END $$;
RESET ROLE;
ALTER TABLE t RENAME TO tt;
SELECT value FROM migrate_set('guard_exempt_roles', '');
SET ROLE regress_robot;
ALTER TABLE t RENAME TO tt;
RESET ROLE;

-- a host's roles and the schemas that they own; the name of a schema alone does not do
ALTER TABLE storage.objects RENAME TO things;
CREATE ROLE supabase_storage_admin;
GRANT supabase_storage_admin TO CURRENT_USER;
ALTER SCHEMA storage OWNER TO supabase_storage_admin;
ALTER TABLE storage.objects RENAME TO things;
ALTER TABLE t OWNER TO supabase_storage_admin;
GRANT ALL ON SCHEMA public TO supabase_storage_admin;
SET ROLE supabase_storage_admin;
ALTER TABLE t RENAME TO tt;
ALTER TABLE tt RENAME TO t;
RESET ROLE;
ALTER TABLE t RENAME TO tt;

-- replication, whatever the event triggers are set to
ALTER EVENT TRIGGER pg_strata_guard_start ENABLE ALWAYS;
SET session_replication_role = replica;
ALTER TABLE t RENAME TO tt;
ALTER TABLE tt RENAME TO t;
RESET session_replication_role;

-- what looks like a restore: both of these, not one alone
SET check_function_bodies = off;
ALTER TABLE public.t RENAME TO tt;
SELECT set_config('search_path', '', false);
ALTER TABLE public.t RENAME TO tt;
DROP FUNCTION public.f();
RESET check_function_bodies;
ALTER TABLE public.tt RENAME TO t;
ALTER TABLE public.t RENAME TO tt;
RESET search_path;

SELECT finding, mode, command, object FROM migrate.observed ORDER BY at;
DROP EXTENSION pg_strata;
DROP SCHEMA app, storage CASCADE;
DROP TABLE t;
DROP FUNCTION late;
DROP OWNED BY regress_robot, supabase_storage_admin;
DROP ROLE regress_robot, supabase_storage_admin;
