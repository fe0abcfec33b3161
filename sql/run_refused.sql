-- Ways in that CALL migrate_run must refuse: it ends transactions. The server survives all of them.
CREATE EXTENSION pg_strata;
SELECT FROM migrate_register('001_one', 'CREATE TABLE one (id int)');

BEGIN;
CALL migrate_run();
ROLLBACK;
BEGIN;
SAVEPOINT s;
CALL migrate_run_rollback();
ROLLBACK;
CALL migrate_run() \; SELECT 1;
SELECT 1 \; CALL migrate_run();
DO $$ BEGIN CALL migrate_run(); END $$;
DO $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(run => r, applied => a, status => s); END $$;
\set VERBOSITY terse
DO $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
DO $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); EXCEPTION WHEN division_by_zero THEN NULL; END $$;
DO $$ DECLARE r bigint; a int; s text; BEGIN COMMIT; CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
DO $$ DECLARE r bigint; a int; s text; BEGIN EXECUTE 'CALL migrate_run()' INTO r, a, s; END $$;
CREATE PROCEDURE through() LANGUAGE plpgsql AS $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
CALL through();
CREATE PROCEDURE through_two() LANGUAGE plpgsql AS $$ BEGIN COMMIT; CALL through(); END $$;
CALL through_two();
CREATE OR REPLACE PROCEDURE through() LANGUAGE plpgsql SECURITY DEFINER AS $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
CALL through();
CREATE OR REPLACE PROCEDURE through() LANGUAGE plpgsql SET work_mem = '1MB' AS $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
CALL through();
DROP PROCEDURE through();
CREATE PROCEDURE through() LANGUAGE sql AS 'CALL migrate_run()';
CREATE FUNCTION through_function() RETURNS void LANGUAGE plpgsql AS $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run(NULL, NULL, '{}', r, a, s); END $$;
SELECT through_function();
CREATE FUNCTION through_trigger() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE r bigint; a int; s text; BEGIN CALL migrate_run_rollback(NULL, NULL, NULL, false, '{}', r, a, s); END $$;
CREATE TABLE touched (id int);
CREATE TRIGGER through AFTER INSERT ON touched FOR EACH ROW EXECUTE FUNCTION through_trigger();
INSERT INTO touched VALUES (1);
SELECT migrate_run();
-- a procedure of the script's
SELECT FROM migrate_register('002_nested', 'CALL migrate_run()');
SELECT FROM migrate_register('002_nested', 'DO $d$ BEGIN EXECUTE ''CALL migrate_run()''; END $d$');
\set VERBOSITY default
CALL migrate_run(only_these => ARRAY['002']);
SELECT FROM migrate_unregister('002');
-- a read-only session
SET default_transaction_read_only = on;
CALL migrate_run();
RESET default_transaction_read_only;

-- By itself it works.
CALL migrate_run();
SELECT migration, state FROM migrate_status();
DROP EXTENSION pg_strata;
DROP TABLE one, touched;
DROP PROCEDURE through_two;
DROP FUNCTION through_function, through_trigger;
