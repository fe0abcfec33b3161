-- What extensions bring along is known to a plan before they are there.
CREATE EXTENSION pg_strata;
CREATE SCHEMA extensions;
SELECT count(*) FROM (VALUES
    ('01_extensions', 'CREATE EXTENSION pgcrypto WITH SCHEMA extensions; CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore;'),
    ('02_users', 'CREATE TABLE users (id uuid DEFAULT uuid_generate_v4(), secret text DEFAULT extensions.gen_salt(''bf''), email citext, extra hstore DEFAULT hstore(''a'', ''b''));'),
    ('03_search', 'CREATE INDEX users_secret ON users USING gin (secret gin_trgm_ops); CREATE VIEW alike AS SELECT similarity(secret, ''x'') FROM users WHERE ''a'' = ANY (akeys(extra));'),
    ('04_elsewhere', 'CREATE TABLE mail (address extensions.citext);'),
    ('05_unknown', 'SELECT uuid_generate_v9();')) AS v (m, up), LATERAL migrate_register(m, up);
SELECT migration, action, note, because FROM migrate_plan();
SELECT relation, kind, object, satisfied_by FROM migrate_dependencies('02_users') WHERE satisfied_by IS NOT NULL;
SELECT relation, kind, object, satisfied_by FROM migrate_dependencies('03_search') WHERE satisfied_by IS NOT NULL;
SELECT count(*) FROM (VALUES ('04_elsewhere'), ('05_unknown')) AS v (m), LATERAL migrate_unregister(m);
-- whoever uses a member cannot stay without the extension
SELECT migration, action FROM migrate_apply();
SELECT migration, relation, object, satisfied_by FROM migrate_dependencies() WHERE satisfied_by = '01_extensions';
SELECT count(*) FROM migrate_register('01_extensions', 'CREATE EXTENSION pgcrypto WITH SCHEMA extensions; CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION citext; CREATE EXTENSION pg_trgm; CREATE EXTENSION hstore;', 'DROP EXTENSION citext', replace => true);
SELECT * FROM migrate_rollback(migration => '01_extensions');
-- an extension that requires others
SELECT count(*) FROM migrate_register('10_distance', E'-- how far\nCREATE EXTENSION earthdistance;');
SELECT migration, action, note, fix_call FROM migrate_plan();
SELECT count(*) FROM migrate_register('09_cube', 'CREATE EXTENSION cube;');
SELECT migration, action, because FROM migrate_plan();
SELECT count(*) FROM migrate_unregister('09_cube') u, migrate_register('10_distance', 'CREATE EXTENSION earthdistance CASCADE; SELECT earth(), cube(1);', replace => true);
SELECT migration, action, note, because FROM migrate_plan();
SELECT relation, kind, object, satisfied_by FROM migrate_dependencies('10_distance');
-- a schema of its own wish, and what belongs to pg_catalog
SELECT count(*) FROM migrate_register('11_admin', E'CREATE EXTENSION adminpack;\nSELECT pg_file_unlink(''x''), no_such();');
SELECT migration, action, note FROM migrate_plan('11_admin') WHERE migration = '11_admin';
SELECT count(*) FROM migrate_unregister('11_admin');
-- what this server does not have
SELECT count(*) FROM (VALUES ('20_typo', E'SELECT 1;\nCREATE EXTENSION IF NOT EXISTS uuid_ossp;'), ('21_nowhere', 'CREATE EXTENSION no_such_extension'), ('22_path', 'CREATE EXTENSION "../extension/citext"'),
    ('23_maybe', 'DO $$ BEGIN IF false THEN CREATE EXTENSION no_such_extension; END IF; END $$')) AS v (m, up), LATERAL migrate_register(m, up);
SELECT migration, action, note, fix_call FROM migrate_plan();
-- one that is there already brings nothing new
SELECT count(*) FROM (VALUES ('20_typo'), ('21_nowhere'), ('22_path'), ('23_maybe')) AS v (m), LATERAL migrate_unregister(m);
SELECT count(*) FROM migrate_register('24_again', 'CREATE EXTENSION IF NOT EXISTS citext; SELECT no_such_function(1);');
SELECT migration, action, note FROM migrate_plan('24_again') WHERE migration = '24_again';
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP TABLE users CASCADE;
DROP EXTENSION pgcrypto, "uuid-ossp", citext, pg_trgm, hstore;
DROP SCHEMA extensions;
