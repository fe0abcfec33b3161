-- CALL migrate_run and migrate_run_rollback: each migration in a transaction of its own, failures on record.
CREATE EXTENSION pg_strata;
SET client_min_messages = warning;
SELECT mode FROM migrate_guard('off', 'these tests drop what migrations made');
CREATE VIEW record AS
SELECT id, migration, action, outcome, sqlstate, message, line, col, statement_no, statement, notices, run FROM migrate_history()
 WHERE action <> 'register';
CREATE VIEW runs AS SELECT run, action, status, background, arguments, steps, done, migration, sqlstate, message FROM migrate.run ORDER BY run;

CALL migrate_run();

SELECT FROM migrate_register('001_users', 'CREATE TABLE users (id int PRIMARY KEY, email text); INSERT INTO users VALUES (1, ''A@x''), (2, ''b@x'');',
                             'DROP TABLE users', 'SELECT count(*) = 2 AS two_users FROM users');
SELECT FROM migrate_register('002_lower', $$
DO $do$ BEGIN RAISE NOTICE '% to lower', (SELECT count(*) FROM users WHERE email <> lower(email)); END $do$;
UPDATE users SET email = lower(email) WHERE email <> lower(email);
$$, 'SELECT 1');
SELECT FROM migrate_register('003_check', $$
SET work_mem = '1MB';
SET search_path = pg_catalog;
CREATE TABLE public.checked (id int);
DO $do$ BEGIN RAISE NOTICE 'about to fail'; END $do$;
ALTER TABLE public.users ADD CONSTRAINT one CHECK (id < 2);
$$, 'DROP TABLE checked; ALTER TABLE users DROP CONSTRAINT one');
SELECT FROM migrate_register('004_last', 'CREATE TABLE last (id int)', 'DROP TABLE last');

-- The third fails: it is undone and on record, the first two stay.
CALL migrate_run(options => '{"reason": "release 7"}');
SELECT current_setting('search_path'), current_setting('work_mem'), current_setting('log_min_messages');
SELECT * FROM record;
SELECT hint, context FROM migrate_history(run => 2) WHERE outcome = 'failed';
SELECT * FROM runs;
SELECT migration, state, last_error FROM migrate_status();
SELECT to_regclass('checked');
SELECT migration, action, outcome, reason FROM migrate_history('003', 2) WHERE run IS NOT NULL;

-- Mended, it goes on there.
DELETE FROM users WHERE id > 1;
CALL migrate_run('3');
CALL migrate_run(only_these => ARRAY['004']);
CALL migrate_run();
SELECT migration, state FROM migrate_status();
SELECT bool_and(ok) FROM migrate_verify_history();

-- A failed verification undoes its migration, too; one that fails at commit likewise.
SELECT FROM migrate_register('005_wrong', 'CREATE TABLE wrong (id int)', 'DROP TABLE wrong', 'SELECT false AS is_right');
CALL migrate_run();
SELECT to_regclass('wrong');
SELECT FROM migrate_unregister('005');
CREATE FUNCTION fail_at_commit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'too late'; END $$;
CREATE TABLE late (id int);
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION fail_at_commit();
SELECT FROM migrate_register('006_late', 'INSERT INTO late VALUES (1)');
CALL migrate_run();
SELECT migration, outcome, message FROM record WHERE migration = '006_late';
SELECT FROM migrate_unregister('006');

-- The way back, in reverse, each committed.
SELECT FROM migrate_register('002_lower', down => 'SELECT 1/0', replace => true);
CALL migrate_run_rollback(options => '{"all": true, "reason": "back"}');
SELECT migration, action, outcome, message, run FROM record ORDER BY id DESC LIMIT 3;
SELECT migration, state FROM migrate_status();
SELECT FROM migrate_register('002_lower', down => 'SELECT 1', replace => true);
CALL migrate_run_rollback(steps => 1);
CALL migrate_run_rollback(migration => '001');
CALL migrate_run_rollback(target => '001');
SELECT migration, state FROM migrate_status();
SELECT * FROM runs ORDER BY run DESC LIMIT 5;

-- What is wrong with the call or the plan leaves no run.
CALL migrate_run('404');
CALL migrate_run('001', ARRAY['001']);
CALL migrate_run(options => '{"colour": "red"}');
CALL migrate_run(options => '{"wait": "soon"}');
SELECT FROM migrate_register('007_blocked', 'CREATE VIEW v AS SELECT * FROM nowhere');
CALL migrate_run();
CALL migrate_run(options => '{"ignore_blocked": "I know"}');
SELECT FROM migrate_unregister('007');
SELECT count(*) FROM migrate.run;
DELETE FROM users WHERE id > 1;

-- As whoever calls; not for others.
CREATE ROLE regress_runner;
GRANT CREATE, USAGE ON SCHEMA public TO regress_runner;
SET ROLE regress_runner;
CALL migrate_run();
RESET ROLE;
SELECT FROM migrate_grant('regress_runner', 'operator');
SET ROLE regress_runner;
CALL migrate_run();
SELECT FROM migrate_approve('002');
CALL migrate_run('002');
SELECT current_user;
SELECT FROM migrate_register('008_role', 'CREATE TABLE of_runner (id int)');
\set VERBOSITY terse
CALL migrate_run(only_these => ARRAY['008']);
\set VERBOSITY default
SELECT FROM migrate_approve('008');
CALL migrate_run(only_these => ARRAY['008']);
SELECT tableowner FROM pg_tables WHERE tablename = 'of_runner';
RESET ROLE;
SELECT run_as, status FROM migrate.run ORDER BY run DESC LIMIT 1;
DROP TABLE of_runner;
SELECT FROM migrate_revoke('regress_runner');
REVOKE ALL ON SCHEMA public FROM regress_runner;
DROP VIEW record, runs;
DROP EXTENSION pg_strata;
DROP TABLE users, late;
DROP FUNCTION fail_at_commit();
DROP ROLE regress_runner;
