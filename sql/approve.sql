-- Nobody unknowingly runs with his rights what a lesser role registered.
CREATE EXTENSION pg_strata;
SELECT current_user AS me \gset
CREATE ROLE regress_author LOGIN;
CREATE ROLE regress_operator LOGIN;
GRANT CREATE ON SCHEMA public TO regress_author, regress_operator;
SELECT level FROM migrate_grant('regress_author', 'author');
SELECT level FROM migrate_grant('regress_operator', 'operator');
\c - regress_author
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ()', 'DROP TABLE a', 'SELECT true');
SELECT action FROM migrate_register('002_b', 'CREATE TABLE b ()', 'DROP TABLE b');
\c - regress_operator
-- all of them are named; nothing has run
SELECT * FROM migrate_apply();
SELECT to_regclass('a') IS NULL AS nothing_ran;
\c - :me
\set VERBOSITY terse
SELECT * FROM migrate_apply();
-- registering again under one's own name is not needed, approving is enough; it is bound to the runner's rights
SELECT migration, approver = current_user AS me, digest = (SELECT revision_digest FROM migrate.migration WHERE migration = '001_a') AS current FROM migrate_approve('1');
SELECT migration FROM migrate_approve('1');
SELECT migration, action, detail = (SELECT 'revision ' || revision_digest FROM migrate.migration WHERE migration = '001_a') AS digest FROM migrate_history('1') WHERE action = 'approve';
SELECT migration, status FROM migrate_apply('1');
SELECT * FROM migrate_apply();
-- an operator's approval serves him, not the superuser
\c - regress_operator
SELECT migration, approver FROM migrate_approve('2');
SELECT migration, status FROM migrate_apply(only_these => '{2}');
SELECT relname, pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'b';
SELECT migration, status FROM migrate_rollback(migration => '2');
\c - :me
SELECT * FROM migrate_apply();
-- a superuser's serves everybody
SELECT migration FROM migrate_approve('2');
\c - regress_operator
SELECT migration, status FROM migrate_apply();
\c - :me
-- it is bound to the revision: every change needs another one
\c - regress_author
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ()', 'DROP TABLE a; CREATE ROLE regress_evil SUPERUSER', replace => true);
\c - :me
SELECT * FROM migrate_rollback(migration => '1');
SELECT ok FROM migrate_verify('1');
SELECT * FROM migrate_redo('1');
\c - regress_author
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ()', 'DROP TABLE a', verify => 'ALTER ROLE regress_author SUPERUSER', replace => true);
\c - :me
SELECT ok FROM migrate_verify('1');
-- back to what was approved: approved
\c - regress_author
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ()', 'DROP TABLE a', 'SELECT true', replace => true);
\c - :me
SELECT ok FROM migrate_verify('1');
SELECT migration, status FROM migrate_rollback(migration => '1');
-- a comment in the text is a change too, a description is not
\c - regress_author
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ()', description => 'harmless', replace => true);
\c - :me
SELECT migration, status FROM migrate_apply(only_these => '{1}');
-- what the runner registered himself, or replaces, needs none
SELECT action FROM migrate_register('003_c', 'CREATE TABLE c ()', 'DROP TABLE c');
SELECT action FROM migrate_register('002_b', 'CREATE TABLE b ()', 'DROP TABLE IF EXISTS b', replace => true);
SELECT migration, status FROM migrate_apply();
-- but who replaces one part does not vouch for the parts that he did not see
\c - regress_author
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g ()', 'DROP TABLE g; ALTER ROLE regress_author SUPERUSER');
\c - :me
DO $$
BEGIN
    PERFORM migrate_register('007_g', 'CREATE TABLE g ()', description => 'have read the up script', replace => true);
    PERFORM migrate_apply(only_these => '{7}');
    PERFORM migrate_rollback(migration => '7');
    RAISE NOTICE 'ran what nobody has read';
EXCEPTION WHEN SQLSTATE 'MG009' THEN
    RAISE NOTICE 'must be approved';
END $$;
SELECT rolsuper FROM pg_roles WHERE rolname = 'regress_author';
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g ()', '', replace => true);
SELECT migration, status FROM migrate_apply(only_these => '{7}');
-- a superuser's work can be run by lesser roles, with their rights
SELECT action FROM migrate_register('004_d', 'CREATE TABLE d (); CREATE ROLE regress_evil', 'DROP TABLE d');
\c - regress_operator
SELECT * FROM migrate_apply();
\c - :me
SELECT action FROM migrate_register('004_d', 'CREATE TABLE d ()', 'DROP TABLE d', replace => true);
-- SET ROLE does not hide who one is: a script can RESET ROLE
\c - regress_operator
SELECT action FROM migrate_register('005_e', 'RESET ROLE; RESET SESSION AUTHORIZATION; ALTER ROLE regress_operator SUPERUSER');
\c - :me
SET ROLE regress_operator;
SELECT * FROM migrate_apply('5');
RESET ROLE;
SET SESSION AUTHORIZATION regress_operator;
SELECT * FROM migrate_apply('5');
RESET SESSION AUTHORIZATION;
-- a role that was dropped vouches for nothing, nor does another of its name
SELECT migration FROM migrate_unregister('5');
\c - regress_author
SELECT action FROM migrate_register('006_f', 'CREATE TABLE f ()');
\c - :me
SELECT migration, status FROM migrate_apply('4');
GRANT regress_operator TO regress_author;
\c - regress_operator
SELECT migration, status FROM migrate_apply('6');
SELECT migration, status FROM migrate_apply(only_these => '{6}');
\c - :me
SELECT level FROM migrate_revoke('regress_author');
REVOKE CREATE ON SCHEMA public FROM regress_author;
DROP ROLE regress_author;
CREATE ROLE regress_author SUPERUSER;
SELECT migration, new_state FROM migrate_mark('6', 'pending', 'to apply it again');
DROP TABLE f;
SELECT * FROM migrate_apply('6');
SELECT * FROM migrate_approve('404');
\set VERBOSITY sqlstate
SELECT * FROM migrate_apply('6');
\set VERBOSITY default
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE a, b, c, d, g;
REVOKE CREATE ON SCHEMA public FROM regress_operator;
DROP ROLE regress_author, regress_operator;
