-- What CREATE EXTENSION makes, who may use it, and what DROP EXTENSION leaves.
CREATE ROLE regress_anon;
CREATE ROLE regress_admin;
-- default privileges of the installer must not leak our objects to anybody
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO regress_anon;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO regress_anon;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO regress_anon;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO regress_anon;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO regress_admin WITH GRANT OPTION;
-- nobody's objects may stand where the record is kept
CREATE SCHEMA migrate;
\set VERBOSITY terse
CREATE EXTENSION pg_strata;
\set VERBOSITY default
DROP SCHEMA migrate;
CREATE SCHEMA "Odd Schema";
CREATE EXTENSION pg_strata WITH SCHEMA "Odd Schema";
ALTER EXTENSION pg_strata SET SCHEMA public;
SELECT extname, extnamespace::regnamespace AS functions_in, extrelocatable FROM pg_extension WHERE extname = 'pg_strata';
SET search_path = public, "Odd Schema";

-- the members
CREATE VIEW member AS
    SELECT classid, objid, o.type, o.schema, o.identity
      FROM pg_depend, LATERAL pg_identify_object(classid, objid, 0) o
     WHERE refclassid = 'pg_extension'::regclass AND deptype = 'e'
       AND refobjid = (SELECT oid FROM pg_extension WHERE extname = 'pg_strata');
-- (row types and arrays are members of their own since 18)
SELECT type, count(*) FROM member
 WHERE NOT (type = 'type' AND identity LIKE '%[]')
   AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid = objid AND c.relkind <> 'c')
 GROUP BY 1 ORDER BY 1;
SELECT p.proname, pg_get_function_arguments(p.oid) AS arguments, pg_get_function_result(p.oid) AS result,
       p.provolatile AS volatility, p.proparallel AS parallel, p.prosecdef AS definer
  FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND p.oid = objid ORDER BY 1;
SELECT c.relname, c.relkind, c.relpersistence FROM pg_class c
 WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind <> 'i' ORDER BY 2, 1;

-- a comment on everything: objects, columns of tables
SELECT identity FROM member
 WHERE obj_description(objid, classid::regclass::name) IS NULL
   AND NOT (type = 'type' AND identity LIKE '%[]')
   AND NOT EXISTS (SELECT FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid WHERE t.oid = objid AND c.relkind <> 'c')
 ORDER BY 1;
SELECT c.relname FROM pg_class c
 WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('r', 'v')
   AND obj_description(c.oid, 'pg_class') IS NULL ORDER BY 1;
SELECT t.typname FROM pg_type t JOIN pg_class c ON c.oid = t.typrelid
 WHERE t.typnamespace = 'migrate'::regnamespace AND c.relkind = 'c'
   AND obj_description(t.oid, 'pg_type') IS NULL ORDER BY 1;
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('r', 'v') AND a.attnum > 0
   AND NOT a.attisdropped AND col_description(c.oid, a.attnum) IS NULL ORDER BY 1, a.attnum;
-- one line each, in the same manner: no period at the end
SELECT identity, obj_description(objid, classid::regclass::name) AS comment FROM member
 WHERE obj_description(objid, classid::regclass::name) ~ E'\n|\\.$' ORDER BY 1;
-- result columns never bear names that PL/pgSQL reserves for itself
SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'migrate'::regnamespace AND a.attnum > 0 AND a.attname IN ('found', 'new', 'old', 'sqlerrm')
 ORDER BY 1, 2;

-- no rights for PUBLIC or for grantees of default privileges
SELECT p.oid::regprocedure AS function, a.grantee::regrole, a.privilege_type
  FROM member JOIN pg_proc p ON classid = 'pg_proc'::regclass AND p.oid = objid,
       LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
 WHERE a.grantee <> p.proowner ORDER BY 1, 2;
SELECT c.relname, a.grantee::regrole, a.privilege_type
  FROM pg_class c, LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
 WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind IN ('r', 'v', 'S') AND a.grantee <> c.relowner
 ORDER BY 1, 2, 3;
SELECT n.nspname, a.grantee::regrole, a.privilege_type
  FROM pg_namespace n, LATERAL aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
 WHERE n.nspname = 'migrate' AND a.grantee <> n.nspowner ORDER BY 1, 2, 3;
GRANT USAGE ON SCHEMA "Odd Schema" TO regress_anon;
SET ROLE regress_anon;
SELECT * FROM migrate_status();
SELECT * FROM migrate_apply();
SELECT * FROM migrate.migration;
RESET ROLE;

-- configuration tables are dumped, and all of them are empty: a restore never collides
SELECT c.relname, pg_relation_size(c.oid) AS bytes,
       c.oid = ANY (SELECT unnest(extconfig) FROM pg_extension WHERE extname = 'pg_strata') AS dumped
  FROM pg_class c WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind = 'r' ORDER BY 1;
-- nothing in the record depends on OIDs but the registrant's and the approver's, as numbers
SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
 WHERE c.relnamespace = 'migrate'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
   AND (a.atttypid = 'oid'::regtype OR format_type(a.atttypid, NULL) LIKE 'reg%') ORDER BY 1, 2;

-- the user's objects outlive the extension; its settings prefix is reserved
SELECT action FROM migrate_register('001_a', 'CREATE TABLE kept (id int)');
SELECT status FROM migrate_apply();
SET pg_strata.lock_timeot = 1;
SHOW pg_strata.lock_timeout;
DROP VIEW member;
DROP SCHEMA migrate CASCADE;
DROP EXTENSION pg_strata;
SELECT to_regclass('kept') IS NOT NULL AS kept, to_regnamespace('migrate') IS NULL AS gone;
-- and a fresh one begins from nothing
CREATE EXTENSION pg_strata;
SELECT count(*) FROM migrate_status();
SELECT count(*) FROM migrate_history();
DROP EXTENSION pg_strata;
DROP TABLE kept;
RESET search_path;
DROP SCHEMA "Odd Schema";
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM regress_anon;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TABLES FROM regress_anon;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON SCHEMAS FROM regress_anon;
ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM regress_anon;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM regress_admin;
DROP ROLE regress_anon, regress_admin;
