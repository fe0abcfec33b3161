-- Statements that a migration cannot run are refused at registration, all of them at once, with their lines.
CREATE EXTENSION pg_strata;
-- an outer BEGIN ... COMMIT is left out, with a note
SELECT statements, note FROM migrate_register('001', E'BEGIN;\nSELECT 1;\nCOMMIT;');
SELECT statements, note FROM migrate_register('002', E'-- first\nSTART TRANSACTION; SELECT 1;\n\nEND TRANSACTION; -- last\n');
SELECT statements, note FROM migrate_register('003', E'BEGIN WORK;\nCOMMIT WORK;');
-- so is a lone last COMMIT or END
SELECT statements, note FROM migrate_register('004', E'SELECT 1;\nCOMMIT;');
SELECT statements, note FROM migrate_register('005', E'SELECT 1;\nEND');
SELECT statements, note FROM migrate_register('006', 'COMMIT');
-- and every complete block
SELECT statements, note FROM migrate_register('009', E'BEGIN;\nSELECT 1;\nCOMMIT;\nSELECT 2;\nBEGIN;\nSELECT 3;\nEND;\nSELECT 4;');
-- in down and verify scripts too, and in a verify script also ROLLBACK
SELECT note FROM migrate_register('007', 'BEGIN; SELECT 1; END;', E'\nBEGIN; SELECT 1;\nCOMMIT', E'BEGIN;\nSELECT true;\nROLLBACK;');
SELECT note FROM migrate_register('008', 'SELECT 1', verify => E'BEGIN;\nSELECT true;\nABORT;');
SELECT status, statements FROM migrate_apply();
SELECT migration, check_name, subject, ok FROM migrate_verify('007');

-- everything else is refused
SELECT action FROM migrate_register('010', 'BEGIN');
SELECT action FROM migrate_register('010', E'BEGIN;\nSELECT 1;');
SELECT action FROM migrate_register('010', E'BEGIN;\nSELECT 1;\nROLLBACK;');
SELECT action FROM migrate_register('010', E'SELECT 1;\nROLLBACK;');
SELECT action FROM migrate_register('010', 'SELECT 1', 'SELECT 1; ROLLBACK');
SELECT action FROM migrate_register('010', 'SELECT 1', verify => 'SELECT true; ROLLBACK');
SELECT action FROM migrate_register('010', E'SELECT 1;\nCOMMIT;\nSELECT 2;');
SELECT action FROM migrate_register('010', E'SELECT 1;\nBEGIN;\nSELECT 2;\nCOMMIT;\nCOMMIT;\nSELECT 3;');
SELECT action FROM migrate_register('010', E'BEGIN;\nBEGIN;\nSELECT 1;\nCOMMIT;\nCOMMIT;');
SELECT action FROM migrate_register('010', 'SELECT 1', verify => E'BEGIN;\nSELECT true;\nROLLBACK;\nSELECT true;');
SELECT action FROM migrate_register('010', 'SELECT 1', verify => E'SELECT true;\nBEGIN;\nSELECT true;\nROLLBACK;');
SELECT action FROM migrate_register('010', E'BEGIN ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;\nCOMMIT;');
SELECT action FROM migrate_register('010', E'BEGIN;\nSELECT 1;\nCOMMIT AND CHAIN;');
SELECT action FROM migrate_register('010', E'SELECT 1;\nSAVEPOINT a;\nRELEASE a;\nROLLBACK TO a;\nSELECT 2');
SELECT action FROM migrate_register('010', E'SELECT 1;\nPREPARE TRANSACTION ''x'';');
SELECT action FROM migrate_register('010', E'COMMIT PREPARED ''x'';');
SELECT action FROM migrate_register('010', E'ROLLBACK PREPARED ''x'';');
SELECT action FROM migrate_register('010', E'SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;\nSELECT 1;');
SELECT action FROM migrate_register('010', E'SET TRANSACTION READ ONLY');
-- what only looks like it may stay
SELECT action, note FROM migrate_register('011', $$SELECT 'BEGIN'; -- COMMIT
    DO 'BEGIN NULL; END'; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE;
    CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN END; '$$);

-- no client to talk to
SELECT action FROM migrate_register('012', E'SELECT 1;\nCOPY t FROM STDIN;');
SELECT action FROM migrate_register('012', E'COPY t FROM STDIN WITH (FORMAT csv);\nCOPY t TO STDOUT;\nCOPY (SELECT 1) TO STDOUT');
SELECT action, transactional FROM migrate_register('012', E'COPY t FROM ''/nowhere''; COPY t TO PROGRAM ''true''');

-- migrations do not run migrations
SELECT action FROM migrate_register('013', 'SELECT * FROM migrate_apply()');
SELECT action FROM migrate_register('013', 'SELECT 1', 'SELECT public.migrate_rollback()');
SELECT action FROM migrate_register('013', 'SELECT 1', verify => E'SELECT true;\nSELECT count(*) > 0 FROM (SELECT MIGRATE_REGISTER(''x'', ''y'')) x');
SELECT action FROM migrate_register('013', E'SELECT 1;\nWITH x AS (SELECT * FROM migrate_mark(''1'', ''applied'', ''y'')) INSERT INTO t SELECT 1 FROM x');
SELECT action FROM migrate_register('013', 'CREATE TABLE t AS SELECT * FROM migrate_redo()');
SELECT action FROM migrate_register('013', 'EXPLAIN ANALYZE SELECT * FROM migrate_apply()');
SELECT action FROM migrate_register('013', 'PREPARE p AS SELECT * FROM migrate_apply()');
SELECT action FROM migrate_register('013', 'DECLARE c CURSOR FOR SELECT * FROM migrate_apply()');
SELECT action FROM migrate_register('013', 'INSERT INTO t VALUES ((SELECT status FROM migrate_apply()))');
-- functions of that name that are not ours, and looking, may stay
SELECT action FROM migrate_register('014', 'SELECT other.migrate_apply(1); SELECT migrate_status(); SELECT * FROM migrate_plan(); SELECT migrate_application()');
-- nor do they drop the record of themselves
SELECT action FROM migrate_register('015', 'DROP EXTENSION pg_strata');
SELECT action FROM migrate_register('015', 'DROP EXTENSION IF EXISTS hstore, "pg_strata" CASCADE');
SELECT action FROM migrate_register('015', 'SELECT 1', down => E'SELECT 1;\n  DROP SCHEMA IF EXISTS other, migrate CASCADE');
SELECT action FROM migrate_register('015', 'DROP SCHEMA public CASCADE');
SELECT action FROM migrate_register('016', 'DROP EXTENSION hstore; DROP SCHEMA "Migrate", migrate2; DROP TABLE migrate');

-- several at once
SELECT action FROM migrate_register('017', E'BEGIN;\nCOPY t FROM STDIN;\n  SELECT migrate_apply();\nVACUUM;\nROLLBACK;');
-- what cannot run in a transaction is registered; the plan says so
SELECT v.up, r.transactional FROM (VALUES ('CREATE INDEX CONCURRENTLY i ON t (a)'), ('CREATE UNIQUE INDEX CONCURRENTLY ON t (a)'), ('CREATE INDEX i ON t (a)'),
    ('DROP INDEX CONCURRENTLY i'), ('DROP INDEX i'), ('REINDEX TABLE CONCURRENTLY t'), ('REINDEX (CONCURRENTLY) INDEX i'), ('REINDEX TABLE t'), ('REINDEX SCHEMA public'),
    ('REINDEX (CONCURRENTLY false) INDEX i'), ('REINDEX (VERBOSE, CONCURRENTLY on) TABLE i'),
    ('REINDEX DATABASE d'), ('VACUUM'), ('VACUUM (ANALYZE) t'), ('ANALYZE t'), ('CLUSTER'), ('CLUSTER t USING i'), ('ALTER SYSTEM SET work_mem = 1'), ('ALTER SYSTEM RESET ALL'),
    ('CREATE DATABASE d'), ('DROP DATABASE d'), ('ALTER DATABASE d SET TABLESPACE s'), ('ALTER DATABASE d RENAME TO e'), ('CREATE TABLESPACE s LOCATION ''/x'''), ('DROP TABLESPACE s'),
    ('ALTER TABLE p DETACH PARTITION q CONCURRENTLY'), ('ALTER TABLE p DETACH PARTITION q'), ('ALTER TABLE p DETACH PARTITION q FINALIZE'),
    ('CREATE SUBSCRIPTION s CONNECTION '''' PUBLICATION p'), ('CREATE SUBSCRIPTION s CONNECTION '''' PUBLICATION p WITH (create_slot = false)'),
    ('CREATE SUBSCRIPTION s CONNECTION '''' PUBLICATION p WITH (connect = off)'),
    ('ALTER SUBSCRIPTION s REFRESH PUBLICATION'), ('DROP SUBSCRIPTION s'), ('DISCARD PLANS'), ('ALTER TYPE t ADD VALUE ''x'''), ('CHECKPOINT'), ('LOAD ''x''')) AS v (up),
    LATERAL migrate_register('020_' || v.up, v.up) r;
-- neither can a DO block that ends transactions itself
SELECT v.body, r.transactional FROM (VALUES ('BEGIN FOR i IN 1..2 LOOP COMMIT; END LOOP; END'), ('BEGIN IF true THEN ROLLBACK AND CHAIN; END IF; END'),
    ('DECLARE commit int; BEGIN commit := 1; CREATE TEMP TABLE t (x int) ON COMMIT DROP; RAISE NOTICE $$; COMMIT; $$; /* ; COMMIT; */ END')) AS v (body),
    LATERAL migrate_register('020_' || v.body, format('DO %L', v.body)) r;
-- only the words in a comment, a string, a body
SELECT transactional FROM migrate_register('021', $$-- VACUUM; CREATE INDEX CONCURRENTLY
    SELECT 'VACUUM'; CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE ''VACUUM''; END'$$);
\set VERBOSITY sqlstate
SELECT action FROM migrate_register('022', 'BEGIN');
SELECT action FROM migrate_register('022', 'COPY t FROM STDIN');
SELECT action FROM migrate_register('022', 'DROP EXTENSION pg_strata');
\set VERBOSITY default
SELECT count(*) FROM migrate_status() WHERE migration = '022';
-- DISCARD ALL would reset the session of whoever applies.
SELECT migrate_register('030_discard', E'CREATE TABLE d (id int);\nDISCARD ALL;');

DROP EXTENSION pg_strata;
