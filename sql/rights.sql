-- migrate_grant and migrate_revoke: four levels, each with what the ones before it have.
CREATE EXTENSION pg_strata;
SELECT current_user AS me \gset
CREATE ROLE regress_reader LOGIN;
CREATE ROLE regress_author LOGIN;
CREATE ROLE regress_operator LOGIN;
CREATE ROLE regress_admin LOGIN;
CREATE ROLE "regress ""odd"" Rolle" LOGIN;
GRANT CREATE ON SCHEMA public TO regress_operator;
-- nothing by default
\c - regress_reader
SELECT * FROM migrate_status();
SELECT * FROM migrate_grant('regress_reader', 'admin');
\c - :me
SELECT * FROM migrate_grant('regress_reader', 'reader');
SELECT * FROM migrate_grant('regress_author', 'author');
SELECT * FROM migrate_grant('regress_operator', 'operator');
SELECT * FROM migrate_grant('regress_admin', 'admin');
SELECT * FROM migrate_grant('regress "odd" Rolle', 'reader');
-- which functions each may call, and which tables it may read
SELECT p.proname, has_function_privilege('regress_reader', p.oid, 'EXECUTE') AS reader, has_function_privilege('regress_author', p.oid, 'EXECUTE') AS author,
       has_function_privilege('regress_operator', p.oid, 'EXECUTE') AS operator, has_function_privilege('regress_admin', p.oid, 'EXECUTE') AS admin
  FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e' AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'pg_strata') ORDER BY 1;
SELECT c.relname, has_table_privilege('regress_reader', c.oid, 'SELECT') AS reader, has_table_privilege('regress_author', c.oid, 'SELECT') AS author,
       has_table_privilege('regress_operator', c.oid, 'SELECT') AS operator, has_table_privilege('regress_admin', c.oid, 'SELECT') AS admin, has_table_privilege('regress_admin', c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') AS admin_writes
  FROM pg_class c WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind = 'r' ORDER BY 1;
SELECT r, has_schema_privilege(r, 'migrate', 'USAGE') AS usage, has_schema_privilege(r, 'migrate', 'CREATE') AS create FROM unnest(ARRAY['regress_reader', 'regress_admin', 'regress "odd" Rolle']) r;
-- they work
\c - regress_author
SELECT action FROM migrate_register('001_a', 'SELECT 1');
SELECT migration, action FROM migrate_plan();
SELECT * FROM migrate_apply();
SELECT * FROM migrate_register_directory('/nowhere');
\c - regress_operator
SELECT action FROM migrate_register('002_b', 'CREATE TABLE b ()', 'DROP TABLE b', 'SELECT true');
SELECT migration, status FROM migrate_apply(only_these => '{2}');
SELECT ok FROM migrate_verify('2');
SELECT migration, status FROM migrate_redo('2');
SELECT migration, status FROM migrate_rollback();
SELECT * FROM migrate_mark('2', 'applied', 'x');
\c - regress_admin
SELECT * FROM migrate_mark('2', 'skipped', 'x');
SELECT name, value FROM migrate_set('out_of_order', 'refuse');
SELECT * FROM migrate_grant('regress_reader', 'author');
-- what was given by the admin is given by the owner: it outlives him
SELECT * FROM migrate_revoke('regress_author');
\c - regress_author
SELECT * FROM migrate_status();
SELECT * FROM migrate.history;
\c - regress_reader
SELECT action FROM migrate_register('003_c', 'SELECT 3');
\c - regress_admin
-- a lower level takes the rest back
SELECT * FROM migrate_grant('regress_reader', 'reader');
\c - regress_reader
SELECT action FROM migrate_register('003_c', 'SELECT 3', replace => true);
SELECT count(*) FROM migrate_status();
SELECT count(*) FROM migrate.history;
SELECT * FROM migrate.script;
\c - :me
-- on record
SELECT action, message, run_as = current_user AS me FROM migrate_history() WHERE action IN ('grant', 'revoke') ORDER BY id;
-- arguments
SELECT * FROM migrate_grant('regress_reader', 'superuser');
SELECT * FROM migrate_grant('regress_reader', NULL);
SELECT * FROM migrate_grant('regress_nobody', 'reader');
SELECT * FROM migrate_grant(NULL, 'reader');
SELECT * FROM migrate_grant('public', 'reader');
SELECT * FROM migrate_revoke('regress_nobody');
SELECT * FROM migrate_revoke('public');
\set VERBOSITY sqlstate
SELECT * FROM migrate_grant('regress_reader', 'x');
SELECT * FROM migrate_grant('regress_nobody', 'reader');
\set VERBOSITY default
-- GRANT by hand of a function without the schema: told what is missing
GRANT EXECUTE ON FUNCTION migrate_status() TO regress_author;
\c - regress_author
SELECT * FROM migrate_status();
\c - :me
REVOKE EXECUTE ON FUNCTION migrate_status() FROM regress_author;
SELECT role, action FROM unnest(ARRAY['regress_reader', 'regress_author', 'regress_operator', 'regress_admin', 'regress "odd" Rolle']::name[]) r, LATERAL migrate_revoke(r);
REVOKE CREATE ON SCHEMA public FROM regress_operator;
-- event triggers of the host do not run as the owner of the tables
CREATE FUNCTION logs_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO ddl_log VALUES (tg_tag); END $$;
CREATE EVENT TRIGGER regress_logs_ddl ON ddl_command_end EXECUTE FUNCTION logs_ddl();
SELECT role, level FROM migrate_grant('regress_reader', 'reader');
SELECT role, action FROM migrate_revoke('regress_reader');
DROP EVENT TRIGGER regress_logs_ddl;
DROP FUNCTION logs_ddl;
-- nothing is left of them
DROP ROLE regress_reader, regress_author, regress_operator, regress_admin, "regress ""odd"" Rolle";
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
