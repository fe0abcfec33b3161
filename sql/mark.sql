-- States set by hand: migrate_mark, migrate_baseline, migrate_unregister. Nothing runs, everything is recorded.
CREATE EXTENSION pg_strata;
SELECT count(*) FROM unnest(ARRAY['001_a', '002_b', '003_c', '004_d']) m, LATERAL migrate_register(m, 'CREATE TABLE ' || right(m, 1) || ' ()', 'DROP TABLE ' || right(m, 1));
SELECT * FROM migrate_mark('1', 'applied', 'was there before');
SELECT to_regclass('a') IS NULL AS nothing_ran;
SELECT migration, state, applied_at IS NOT NULL AS at, applied_by = current_user AS me, duration FROM migrate_status();
SELECT * FROM migrate_mark('001_a', 'applied', 'again');
SELECT * FROM migrate_mark('1', 'skipped', 'not after all');
SELECT * FROM migrate_mark('2', 'skipped', 'never');
SELECT * FROM migrate_mark('2', 'pending', 'now');
SELECT * FROM migrate_mark('2', 'pending', 'still');
SELECT id, migration, action, outcome, message, reason, run_as = current_user AS me FROM migrate_history() WHERE action <> 'register' ORDER BY id;
-- what is asked for
SELECT * FROM migrate_mark('2', 'applied', NULL);
SELECT * FROM migrate_mark('2', 'applied', '');
SELECT * FROM migrate_mark('2', 'applied', E' \n');
SELECT * FROM migrate_mark('2', 'done', 'x');
SELECT * FROM migrate_mark('2', 'Applied', 'x');
SELECT * FROM migrate_mark('2', 'partial', 'x');
SELECT * FROM migrate_mark('2', NULL, 'x');
SELECT * FROM migrate_mark('404', 'applied', 'x');
SELECT * FROM migrate_mark(NULL, 'applied', 'x');
-- a skipped one is neither planned nor applied
SELECT migration FROM migrate_plan();
SELECT migration FROM migrate_apply('2');
SELECT migration, state FROM migrate_status();
-- pending again is to be applied again: what is there is not touched
SELECT * FROM migrate_mark('2', 'pending', 'run it again');
SELECT * FROM migrate_apply('2');
DROP TABLE b;
SELECT status FROM migrate_apply('2');
-- baseline: all up to the target, in version order; skipped ones stay so
SELECT * FROM migrate_baseline('3', 'taken over from another tool');
SELECT migration, state FROM migrate_status();
SELECT * FROM migrate_baseline('3', 'again');
SELECT migration, action, message, reason FROM migrate_history() WHERE action = 'baseline' ORDER BY id;
SELECT to_regclass('c') IS NULL AS nothing_ran;
SELECT * FROM migrate_baseline('404', 'x');
SELECT * FROM migrate_baseline('4', NULL);
SELECT * FROM migrate_baseline(NULL, 'x');
SELECT migration, status FROM migrate_apply();
-- what was marked can be taken back, by its down script; the order is that of marking
CREATE TABLE c ();
SELECT migration, status FROM migrate_rollback('2');
-- unregister: pending ones only
SELECT * FROM migrate_unregister('2');
SELECT * FROM migrate_unregister('1');
SELECT * FROM migrate_mark('1', 'pending', 'to forget it');
SELECT * FROM migrate_unregister('1');
SELECT * FROM migrate_unregister('001_a');
SELECT migration FROM migrate_status();
-- its history stays, and its scripts
SELECT action FROM migrate_history('001_a') ORDER BY id;
SELECT count(*) FROM migrate.script WHERE body = 'CREATE TABLE a ()';
-- one that others require can go; the plan says so
SELECT action FROM migrate_register('005_e', 'SELECT 1', requires => '{3}');
SELECT * FROM migrate_unregister('3');
SELECT migration, action, note FROM migrate_plan();
-- and come again
SELECT action FROM migrate_register('003_c', 'CREATE TABLE other ()');
SELECT migration, action FROM migrate_plan();
SELECT migration, status FROM migrate_apply();
\set VERBOSITY sqlstate
SELECT * FROM migrate_unregister('3');
SELECT * FROM migrate_mark('3', 'x', 'x');
SELECT * FROM migrate_mark('3', 'applied', '');
\set VERBOSITY default
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE b, d, other;
