-- migrate_findings and migrate_check: what is not as it should be, as rows or as the red build of CI.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_findings();
SELECT * FROM migrate_check();
SELECT migration FROM migrate_register('001_a', 'SELECT 1');
SELECT migration FROM migrate_register('002_b', 'SELECT 1', requires => '{404}');
SELECT migration FROM migrate_register('003_c', 'VACUUM');
SELECT * FROM migrate_findings();
SELECT * FROM migrate_check();
SELECT * FROM migrate_check(pending => false);
SELECT * FROM migrate_check(failed => false);
SELECT * FROM migrate_check(pending => false, failed => false);
SELECT * FROM migrate_check(NULL, NULL);
-- late ones; the calls can be run
SELECT migration FROM migrate_unregister('2');
SELECT new_state FROM migrate_mark('3', 'applied', 'by hand');
SELECT * FROM migrate_findings();
SELECT status FROM migrate_apply('001_a');
SELECT * FROM migrate_findings();
SELECT * FROM migrate_check();
-- skipped ones are as somebody wanted them
SELECT migration FROM migrate_register('004_d', 'SELECT 1');
SELECT new_state FROM migrate_mark('4', 'skipped', 'no');
SELECT * FROM migrate_findings();
-- a broken history is always found
BEGIN;
UPDATE migrate.history SET message = 'x' WHERE id = 2;
DELETE FROM migrate.history WHERE id = 3;
SELECT * FROM migrate_findings();
SELECT * FROM migrate_check(false, false);
ROLLBACK;
-- an attempt that failed, as the second door records it, is found until it is mended
BEGIN;
SELECT migration FROM migrate_register('005_e', 'SELECT 1');
INSERT INTO migrate.history (id, at, migration, action, outcome, sqlstate, message, notices, run_as, logged_in_as, prev_digest, digest) SELECT id + 1, at, '005_e', 'apply', 'failed', '22012', 'division by zero', '{}', 'x', 'x', digest, 'x' FROM migrate.history ORDER BY id DESC LIMIT 1;
SELECT migration, finding, detail, fix_call FROM migrate_findings() WHERE finding <> 'history';
SELECT migration, state, last_error, last_attempt_at IS NOT NULL AS at FROM migrate_status() WHERE migration = '005_e';
ROLLBACK;
-- the SQLSTATE is one's own, the DETAIL has a line each
SELECT migration FROM migrate_register('006_f', 'SELECT 1');
DO $$
DECLARE d text;
BEGIN
    PERFORM migrate_check();
EXCEPTION WHEN SQLSTATE 'MG013' THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RAISE NOTICE '% | %', SQLERRM, d;
END $$;
-- they look, and change nothing
BEGIN READ ONLY;
SELECT migration, finding FROM migrate_findings();
COMMIT;
-- an applied migration whose requirement was marked away
SELECT action FROM migrate_register('900_base', 'SELECT 1');
SELECT action FROM migrate_register('901_on_it', 'SELECT 1', requires => '{900_base}');
SELECT status FROM migrate_apply(only_these => '{901_on_it}');
SELECT new_state FROM migrate_mark('900_base', 'skipped', 'a test');
SELECT migration, finding, detail FROM migrate_findings() WHERE migration = '901_on_it';
DROP EXTENSION pg_strata;
