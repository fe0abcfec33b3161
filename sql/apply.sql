-- migrate_apply: runs pending migrations in the caller's transaction, all of the plan or nothing.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('001_users', E'CREATE TABLE users (id int PRIMARY KEY, name text);\nINSERT INTO users VALUES (1, ''a''), (2, ''b'');\nUPDATE users SET name = upper(name);', 'DROP TABLE users');
SELECT action FROM migrate_register('002_notes', 'CREATE TABLE notes (user_id int REFERENCES users, note text); INSERT INTO notes SELECT id, name FROM users RETURNING *; DELETE FROM notes WHERE user_id = 2', 'DROP TABLE notes');
SELECT action FROM migrate_register('003_nothing', '-- on purpose');
-- what came of it: statements, rows changed
SELECT step, migration, action, statements, rows, duration IS NOT NULL AS timed, status FROM migrate_apply('1');
SELECT * FROM users ORDER BY id;
SELECT step, migration, action, statements, rows, duration IS NOT NULL AS timed, status FROM migrate_apply();
SELECT * FROM migrate_apply();
SELECT * FROM migrate_apply('1');
SELECT migration, state, requires, applied_at IS NOT NULL AS at, applied_by = current_user AS by, duration IS NOT NULL AS took, has_down, has_verify, last_error, last_attempt_at = applied_at AS attempted FROM migrate_status();
SELECT id, migration, action, outcome, sqlstate, message, detail, hint, line, col, statement_no, statement, notices, duration IS NOT NULL AS took, run_as = current_user AS me,
       logged_in_as = session_user AS login, application_name, checksum = encode(sha256('-- on purpose'), 'hex') AS checksum, reason FROM migrate_history('003_nothing') WHERE action = 'apply';
-- each statement sees what the ones before it did; DDL of every kind in one script
SELECT action FROM migrate_register('004_kinds', $m$
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TABLE app.t (id bigint GENERATED ALWAYS AS IDENTITY, mood app.mood DEFAULT 'ok') PARTITION BY RANGE (id);
CREATE TABLE app.t1 PARTITION OF app.t FOR VALUES FROM (1) TO (100);
INSERT INTO app.t DEFAULT VALUES;
CREATE INDEX ON app.t (mood);
CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.mood := 'sad'; RETURN NEW; END $f$;
CREATE TRIGGER touch BEFORE UPDATE ON app.t FOR EACH ROW EXECUTE FUNCTION app.touch();
UPDATE app.t SET id = DEFAULT;
CREATE VIEW app.v AS SELECT * FROM app.t;
CREATE RULE r AS ON INSERT TO app.v DO INSTEAD (INSERT INTO app.t DEFAULT VALUES; INSERT INTO app.t DEFAULT VALUES);
INSERT INTO app.v DEFAULT VALUES;
CREATE TABLE app.c AS SELECT * FROM app.t;
CREATE MATERIALIZED VIEW app.m AS SELECT count(*) FROM app.v;
SELECT * INTO app.i FROM app.c;
WITH gone AS (DELETE FROM app.c RETURNING *) INSERT INTO app.i SELECT * FROM gone;
MERGE INTO app.i USING app.t ON false WHEN NOT MATCHED THEN INSERT VALUES (t.id, t.mood);
DO $d$ BEGIN PERFORM 1; INSERT INTO app.i SELECT 1, 'ok'; END $d$;
CREATE PROCEDURE app.p() LANGUAGE sql AS 'INSERT INTO app.i SELECT 1, ''ok''';
CALL app.p();
EXPLAIN (COSTS OFF) SELECT * FROM app.i;
SHOW work_mem;
TRUNCATE app.c;
LOCK TABLE app.c;
GRANT SELECT ON app.t TO PUBLIC;
COMMENT ON TABLE app.t IS 'partitioned';
ANALYZE app.t;
NOTIFY nobody;
DECLARE cur CURSOR FOR SELECT 1; FETCH cur; CLOSE cur;
VALUES (1), (2);
TABLE app.m;
$m$, 'DROP SCHEMA app CASCADE');
SELECT migration, statements, rows, status FROM migrate_apply();
SELECT count(*), count(*) FILTER (WHERE mood = 'sad') AS sad FROM app.t;
SELECT count(*) FROM app.i;
-- all or nothing for the call
SELECT action FROM migrate_register('005_good', 'CREATE TABLE good ()');
SELECT action FROM migrate_register('006_bad', E'CREATE TABLE bad ();\nSELECT 1/0;');
SELECT action FROM migrate_register('007_never', 'CREATE TABLE never ()');
SELECT * FROM migrate_apply();
SELECT to_regclass('good'), to_regclass('bad'), to_regclass('never');
SELECT migration, state, last_error FROM migrate_status() WHERE state <> 'applied';
SELECT migration, action FROM migrate_history() WHERE migration > '005' AND action <> 'register';
-- and for the caller's transaction
BEGIN;
SELECT migration FROM migrate_apply('5');
SELECT to_regclass('good');
ROLLBACK;
SELECT to_regclass('good'), state FROM migrate_status() WHERE migration = '005_good';
BEGIN;
SELECT migration FROM migrate_apply('5');
SAVEPOINT before;
SELECT migration FROM migrate_apply();
ROLLBACK TO before;
SELECT migration FROM migrate_apply(only_these => '{7}');
COMMIT;
SELECT to_regclass('good'), to_regclass('bad'), to_regclass('never');
-- in a block that catches
DO $$
BEGIN
    PERFORM migrate_apply();
EXCEPTION WHEN division_by_zero THEN
    RAISE NOTICE 'caught: %', SQLERRM;
END $$;
SELECT migration, state FROM migrate_status() WHERE migration >= '005';
-- reasons are kept
SELECT action FROM migrate_register('006_bad', 'CREATE TABLE bad ()', 'DROP TABLE bad', replace => true);
SELECT status FROM migrate_apply(options => '{"reason": "ticket 4711"}');
SELECT reason FROM migrate_history('6') WHERE action = 'apply';
SELECT * FROM migrate_apply(options => '{"raeson": 1, "dry": true}');
SELECT * FROM migrate_apply(options => '[]');
SELECT * FROM migrate_apply(NULL, NULL, NULL);
-- the verify script belongs to it: when it fails, all of it is undone
SELECT action FROM migrate_register('008_verified', 'CREATE TABLE verified (id int); INSERT INTO verified VALUES (1)', 'DROP TABLE verified', $$INSERT INTO verified VALUES (2); SELECT count(*) = 2 AS two FROM verified; SELECT count(*) = 3 AS "three rows" FROM verified; SELECT nope FROM verified; SELECT true$$);
SELECT * FROM migrate_apply();
SELECT to_regclass('verified');
SELECT action FROM migrate_register('008_verified', 'CREATE TABLE verified (id int); INSERT INTO verified VALUES (1)', verify => 'INSERT INTO verified VALUES (2); SELECT count(*) = 2 AS two FROM verified', replace => true);
SELECT status FROM migrate_apply();
SELECT * FROM verified;
-- a prepared transaction carries it
BEGIN;
SELECT action FROM migrate_register('009_two_phase', 'CREATE TABLE two_phase ()', 'DROP TABLE two_phase');
SELECT status FROM migrate_apply();
PREPARE TRANSACTION 'regress_strata';
SET pg_strata.lock_timeout = 0;
SELECT to_regclass('two_phase');
\set VERBOSITY sqlstate
SELECT status FROM migrate_apply();
\set VERBOSITY default
COMMIT PREPARED 'regress_strata';
SELECT to_regclass('two_phase'), (SELECT status FROM migrate_apply());
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP SCHEMA app CASCADE;
DROP TABLE users, notes, good, bad, never, verified, two_phase;
