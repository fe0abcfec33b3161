-- Limits of scripts that a run commits one by one, and of scripts that no transaction can hold.
CREATE EXTENSION pg_strata;
CREATE TABLE t (id int);
INSERT INTO t VALUES (1);
-- says which timeouts are in force, at top level as well: CREATE INDEX CONCURRENTLY calls it for each row
CREATE FUNCTION see(id int, who text) RETURNS int IMMUTABLE LANGUAGE plpgsql AS
$$BEGIN RAISE NOTICE '% %, lock_timeout %, statement_timeout %', who, id, current_setting('lock_timeout'), current_setting('statement_timeout'); RETURN id; END$$;
SELECT FROM migrate_register('01_whole', E'-- lock_timeout: 3s\nSELECT see(id, \'whole\') FROM t');
SELECT FROM migrate_register('02_parts', $$-- lock_timeout: 4s
-- concurrent_lock_timeout: 1h
-- statement_timeout: 10min
SELECT see(id, 'part 1') FROM t;
CREATE INDEX CONCURRENTLY t_id ON t (see(id, 'part 2'));
SELECT see(id, 'part 3') FROM t$$);
SELECT FROM migrate_register('03_own', $$-- lock_timeout: 4s
SET lock_timeout = '44s';
CREATE INDEX CONCURRENTLY t_id2 ON t (see(id, 'own SET'));
SELECT see(id, 'own SET still') FROM t$$);
SELECT FROM migrate_register('04_default', $$CREATE INDEX CONCURRENTLY t_id3 ON t (see(id, 'default, top level'))$$);
SELECT FROM migrate_register('05_off', E'-- transaction: off\nSELECT see(id, \'off\') FROM t');
CALL migrate_run('03');
SET lock_timeout = '55s';
CALL migrate_run(options => '{"concurrent_lock_timeout": "77s"}');
SHOW lock_timeout;
SHOW statement_timeout;
SHOW deadlock_timeout;
SHOW log_lock_waits;
RESET lock_timeout;
SELECT run, migration, action, outcome FROM migrate_history() WHERE run IS NOT NULL ORDER BY id;
CALL migrate_run(options => '{"lock_timeout": "soon"}');
CALL migrate_run_rollback(options => '{"lock_retries": -1}');
-- statement_timeout: of a statement, whichever part it stands in
SELECT FROM migrate_register('06_slow', $$-- statement_timeout: 500ms
SELECT pg_sleep(0.3); SELECT pg_sleep(0.3); SELECT pg_sleep(10)$$);
CALL migrate_run();
SELECT FROM migrate_register('06_slow', $$-- statement_timeout: 500ms
SELECT pg_sleep(0.3); VACUUM t; SELECT pg_sleep(10)$$, replace => true);
CALL migrate_run();
SELECT migration, state FROM migrate_status() WHERE migration = '06_slow';
SELECT action, outcome, sqlstate, message, line, statement_no FROM migrate_history('06') WHERE run IS NOT NULL ORDER BY id;
DROP EXTENSION pg_strata;
DROP TABLE t;
DROP FUNCTION see;
