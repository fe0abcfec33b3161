-- Scripts that no transaction can hold: part by part, resumed where they stopped.
CREATE EXTENSION pg_strata;
SET client_min_messages = warning;
SELECT mode FROM migrate_guard('off', 'these tests change what migrations made');
CREATE VIEW progress AS SELECT migration, script, statements_done, begun, begun_object FROM migrate.partial;
CREATE VIEW record AS SELECT migration, action, outcome, message, statement_no, notices FROM migrate_history() WHERE run IS NOT NULL ORDER BY id;
CREATE VIEW indexes AS SELECT c.relname, indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1;
CREATE TABLE calls (id int PRIMARY KEY, email text, state text);
INSERT INTO calls SELECT i, 'u' || i % 5, 'new' FROM generate_series(1, 20) i;
CREATE TABLE counter (n int);
INSERT INTO counter VALUES (0);

SELECT migration, transactional, note FROM migrate_register('001_indexes', $$
UPDATE counter SET n = n + 1;
CREATE INDEX CONCURRENTLY ON calls (email);
CREATE INDEX CONCURRENTLY ON calls (lower(email), state);
UPDATE counter SET n = n + 10;
DO $do$ BEGIN RAISE NOTICE 'counted %', (SELECT n FROM counter); END $do$;
CREATE UNIQUE INDEX CONCURRENTLY one_call ON calls (email);
UPDATE counter SET n = n + 100;
VACUUM calls;
$$, 'DROP INDEX CONCURRENTLY one_call; DROP INDEX CONCURRENTLY calls_lower_state_idx; DROP INDEX CONCURRENTLY calls_email_idx; UPDATE counter SET n = 0',
'SELECT n = 111 AS counted_once FROM counter');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT migrate_apply();
CALL migrate_run();
SELECT * FROM progress;
SELECT * FROM indexes;
SELECT * FROM record;
SELECT migration, state, last_error FROM migrate_status();
SELECT migration, finding, detail, fix_call FROM migrate_findings();
SELECT step, action, note, fix_call FROM migrate_plan();
-- neither the first door nor a script that begins otherwise can touch it now
SELECT migrate_apply();
SELECT migrate_register('001_indexes', 'SELECT 1', replace => true);
-- again: no step is repeated, the INVALID index makes room for each new attempt
CALL migrate_run();
SELECT * FROM indexes;
-- the rest can be corrected: here the index gets a WHERE clause and another name
SELECT action FROM migrate_register('001_indexes', $$
UPDATE counter SET n = n + 1;
CREATE INDEX CONCURRENTLY ON calls (email);
CREATE INDEX CONCURRENTLY ON calls (lower(email), state);
UPDATE counter SET n = n + 10;
DO $do$ BEGIN RAISE NOTICE 'counted %', (SELECT n FROM counter); END $do$;
CREATE UNIQUE INDEX CONCURRENTLY one_call_each ON calls (email) WHERE id <= 5; -- was: one_call
UPDATE counter SET n = n + 100;
VACUUM calls;
$$, replace => true);
CALL migrate_run();
SELECT * FROM indexes;
SELECT * FROM counter;
SELECT * FROM progress;
SELECT migration, action, outcome, message, statement_no FROM record;

-- The way back, which stops half-way too.
CREATE VIEW held AS SELECT 1 AS id;
SELECT FROM migrate_register('001_indexes', down => $$
DROP INDEX CONCURRENTLY one_call_each;
UPDATE counter SET n = n - 1;
DROP INDEX CONCURRENTLY held;
DROP INDEX CONCURRENTLY IF EXISTS calls_lower_state_idx;
DROP INDEX CONCURRENTLY calls_email_idx;
$$, replace => true);
SELECT step, action, note, fix_call FROM migrate_plan(direction => 'down');
SELECT migrate_rollback();
CALL migrate_run_rollback();
SELECT * FROM progress;
SELECT step, action, note, fix_call FROM migrate_plan();
SELECT migrate_rollback();
CALL migrate_run();
DROP VIEW held;
CREATE TABLE holder (id int);
CREATE INDEX held ON holder (id);
CALL migrate_run_rollback();
SELECT * FROM progress;
SELECT * FROM indexes;
SELECT * FROM counter;
SELECT migration, state FROM migrate_status();

-- A first statement that fails leaves the migration pending; a mark is the way out by hand.
SELECT FROM migrate_register('001_indexes', E'VACUUM nowhere;\nCREATE INDEX CONCURRENTLY late ON calls (state)', '', '', replace => true);
CALL migrate_run(options => '{"ignore_blocked": "on purpose"}');
SELECT migration, state FROM migrate_status();
SELECT * FROM progress;
SELECT FROM migrate_register('001_indexes', E'CREATE INDEX CONCURRENTLY late ON calls (state);\nCREATE UNIQUE INDEX CONCURRENTLY later ON calls (state)', replace => true);
CALL migrate_run();
SELECT migration, state FROM migrate_status();
SELECT * FROM migrate_mark('001', 'pending', 'cleaned up by hand');
SELECT * FROM progress;
SELECT FROM migrate_unregister('001');
DROP INDEX late, later;

-- IF NOT EXISTS does not let an INVALID index pass.
UPDATE calls SET state = 'same';
CREATE UNIQUE INDEX CONCURRENTLY doubtful ON calls (state);
SELECT FROM migrate_register('002_again', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS doubtful ON calls (state)');
CALL migrate_run();
SELECT pg_get_indexdef('doubtful'::regclass), (SELECT indisvalid FROM indexes WHERE relname = 'doubtful');
SELECT FROM migrate_mark('002', 'pending', 'once more');
CALL migrate_run();
SELECT notices FROM record WHERE migration = '002_again' AND action = 'apply' ORDER BY 1 DESC LIMIT 1;
DROP INDEX doubtful;
CREATE UNIQUE INDEX CONCURRENTLY doubtful ON calls (state);
SELECT FROM migrate_register('003_plain', 'CREATE INDEX IF NOT EXISTS doubtful ON calls (state)');
SELECT migrate_apply();
CALL migrate_run();
SELECT FROM migrate_unregister('003');
DROP INDEX doubtful;

-- Enum labels and their use, partitions, settings that the script makes, each transaction by itself.
CREATE TYPE mood AS ENUM ('sad');
CREATE TABLE part (id int) PARTITION BY LIST (id);
CREATE TABLE part_1 PARTITION OF part FOR VALUES IN (1);
CREATE SCHEMA app;
CREATE TABLE app.things (id int);
SELECT transactional FROM migrate_register('004_mixed', $$
SET search_path = app, pg_catalog;
SET lock_timeout = '7s';
ALTER TYPE public.mood ADD VALUE 'glad';
CREATE TABLE felt AS SELECT 'glad'::public.mood AS m;
CREATE INDEX CONCURRENTLY things_id ON things (id);
CREATE TABLE said AS SELECT current_setting('lock_timeout') AS lock_timeout, current_setting('search_path') AS search_path;
ALTER TABLE public.part DETACH PARTITION public.part_1 CONCURRENTLY;
REINDEX TABLE CONCURRENTLY things;
$$);
CALL migrate_run();
SELECT * FROM app.felt;
SELECT * FROM app.said;
SELECT relispartition FROM pg_class WHERE relname = 'part_1';
SHOW search_path;
SHOW lock_timeout;
SELECT migration, state FROM migrate_status();

-- transaction: off, by header and by option; a procedure that commits.
CREATE PROCEDURE in_batches() LANGUAGE plpgsql AS $$
BEGIN
    FOR i IN 1..3 LOOP
        UPDATE counter SET n = n + 1;
        COMMIT;
    END LOOP;
END $$;
SELECT FROM migrate_register('005_batches', 'CALL in_batches()');
CALL migrate_run();
SELECT FROM migrate_register('005_batches', E'-- transaction: off\nCALL in_batches();\nSELECT 1/0;', replace => true);
SELECT transactional FROM migrate_plan();
CALL migrate_run();
SELECT n, statements_done FROM counter, progress;
SELECT FROM migrate_mark('005', 'skipped', 'never mind');
SELECT FROM migrate_register('006_on', 'CREATE INDEX CONCURRENTLY never ON calls (id)', options => '{"transaction": "on"}');
SELECT action, transactional FROM migrate_plan();
CALL migrate_run();
SELECT FROM migrate_unregister('006');
SELECT bool_and(ok) FROM migrate_verify_history();
DROP VIEW progress, record, indexes;
DROP EXTENSION pg_strata;
DROP PROCEDURE in_batches;
DROP TABLE calls, counter, part, part_1, holder;
DROP SCHEMA app CASCADE;
DROP TYPE mood;
