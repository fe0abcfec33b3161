-- migrate_rollback: the way back, in reverse order of application; migrate_redo: back and forth.
CREATE EXTENSION pg_strata;
CREATE FUNCTION fresh() RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM (VALUES ('001_a', '{}'), ('002_b', '{1}'), ('003_c', '{2}'), ('004_d', '{1}'), ('005_e', '{}')) v (m, r),
        LATERAL migrate_register(v.m, format('CREATE TABLE %s ()', right(v.m, 1)), format('DROP TABLE %s', right(v.m, 1)), requires => v.r::text[]) $$;
CREATE FUNCTION there() RETURNS text LANGUAGE sql AS $$ SELECT string_agg(relname, '' ORDER BY relname) FROM pg_class WHERE relname ~ '^[a-z]$' AND relkind = 'r' $$;
SELECT fresh();
-- nothing to take back
SELECT * FROM migrate_rollback();
SELECT * FROM migrate_redo();
SELECT migration FROM migrate_apply();
-- by default the last one
SELECT step, migration, action, statements, rows, duration IS NOT NULL AS timed, status FROM migrate_rollback();
SELECT there();
SELECT step, migration, status FROM migrate_rollback(steps => 2);
SELECT there();
SELECT count(*) FROM migrate_apply();
-- target stays
SELECT step, migration, status FROM migrate_rollback('2');
SELECT there();
SELECT step, migration, action, status FROM migrate_rollback('2');
SELECT count(*) FROM migrate_apply();
-- steps beyond what there is
SELECT step, migration, status FROM migrate_rollback(steps => 100);
SELECT there();
SELECT migration, state, applied_at, applied_by, duration, last_error FROM migrate_status();
SELECT count(*) FROM migrate_apply();
-- all
SELECT step, migration, status FROM migrate_rollback(options => '{"all": true, "reason": "start over"}');
SELECT there();
SELECT migration, action, outcome, message, reason FROM migrate_history() WHERE action = 'rollback' ORDER BY id DESC LIMIT 2;
-- the order is that of application, not of versions
SELECT migration FROM migrate_apply(only_these => '{5}');
SELECT migration FROM migrate_apply();
SELECT migration FROM migrate_rollback(steps => 5);
SELECT count(*) FROM migrate_apply();
-- one migration; refused while others need it
SELECT migration FROM migrate_rollback(migration => '5');
SELECT migration FROM migrate_rollback(migration => '1');
SELECT migration FROM migrate_rollback(migration => '2');
SELECT there();
-- unless they go along
SELECT migration FROM migrate_rollback(migration => '2', cascade => true);
SELECT there();
SELECT migration FROM migrate_rollback(migration => '1', cascade => true);
SELECT there();
SELECT count(*) FROM migrate_apply();
-- steps and targets can hit dependents that were applied earlier
SELECT new_state FROM migrate_mark('1', 'pending', 'to apply it again');
DROP TABLE a;
SELECT migration FROM migrate_apply();
SELECT migration FROM migrate_rollback();
SELECT migration FROM migrate_rollback(cascade => true);
SELECT there();
SELECT count(*) FROM migrate_apply();
-- arguments
SELECT * FROM migrate_rollback('2', 1);
SELECT * FROM migrate_rollback(steps => 1, migration => '1');
SELECT * FROM migrate_rollback('2', options => '{"all": true}');
SELECT * FROM migrate_rollback(steps => 0);
SELECT * FROM migrate_rollback(steps => -1);
SELECT * FROM migrate_rollback(options => '{"all": "perhaps"}');
SELECT * FROM migrate_rollback(options => '{"al": true}');
SELECT * FROM migrate_rollback(NULL, NULL, NULL, NULL, NULL) LIMIT 0;
SELECT migration, status FROM migrate_rollback(NULL, NULL, NULL, NULL, NULL);
SELECT migration, status FROM migrate_rollback('5');
SELECT migration, status FROM migrate_rollback(migration => '5');
SELECT count(*) FROM migrate_apply();
-- without a down script; with one that cannot run in a transaction; an empty one; all are named at once
SELECT action FROM migrate_register('006_f', 'CREATE TABLE f ()');
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g (id int)', E'SELECT 1;\nDROP INDEX CONCURRENTLY gi; DROP TABLE g', requires => '{6}');
SELECT action FROM migrate_register('008_h', 'CREATE TABLE h ()', '-- stays', requires => '{6}');
SELECT count(*) FROM migrate_apply();
SELECT * FROM migrate_rollback(steps => 4);
SELECT step, migration, action, note, fix_call FROM migrate_plan('5', direction => 'down');
\set VERBOSITY sqlstate
SELECT * FROM migrate_rollback(migration => '6');
SELECT * FROM migrate_rollback(migration => '7');
\set VERBOSITY default
SELECT there();
SELECT migration, statements, status FROM migrate_rollback();
SELECT there();
SELECT action FROM migrate_register('006_f', 'CREATE TABLE f ()', 'DROP TABLE f', replace => true);
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g (id int)', 'DROP TABLE g', requires => '{6}', replace => true);
SELECT migration, status FROM migrate_rollback('5');
-- a down script that fails: nothing of the call stays
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g (id int)', 'DROP TABLE g; SELECT 1/0', replace => true);
DROP TABLE h;
SELECT count(*) FROM migrate_apply();
SELECT * FROM migrate_rollback('5');
SELECT there(), count(*) FROM migrate_status() WHERE state = 'applied';
-- under the search_path of the application, an empty one too; as the caller of now
CREATE SCHEMA app;
SET search_path = app, public;
SELECT action FROM migrate_register('009_i', 'CREATE TABLE i ()', 'DROP TABLE i; DO $d$ BEGIN RAISE NOTICE ''path: %'', current_setting(''search_path''); END $d$');
SELECT count(*) FROM migrate_apply();
RESET search_path;
CREATE TABLE i ();
SELECT status FROM migrate_rollback();
SELECT to_regclass('app.i') IS NULL AS right_one, to_regclass('public.i') IS NOT NULL AS other_one;
SELECT action FROM migrate_register('010_j', 'CREATE TABLE app.j ()', 'DROP TABLE app.j; DO $d$ BEGIN RAISE NOTICE ''path: "%"'', current_setting(''search_path''); END $d$', 'SELECT current_setting(''search_path'') = '''' AS "no path"');
SELECT set_config('search_path', '', false);
SELECT status FROM public.migrate_apply(only_these => '{10}');
RESET search_path;
SELECT ok FROM migrate_verify('10');
SELECT status FROM migrate_rollback(migration => '10');
-- skipped ones are not there to be taken back
SELECT new_state FROM migrate_mark('9', 'skipped', 'x');
SELECT * FROM migrate_rollback(migration => '9');
SELECT * FROM migrate_redo('9');
-- redo
SELECT step, migration, action, status FROM migrate_redo('5');
SELECT step, migration, action, status FROM migrate_redo('8');
SELECT * FROM migrate_redo('1');
SELECT action FROM migrate_register('007_g', 'CREATE TABLE g (id int)', 'DROP TABLE g', replace => true);
SELECT step, migration, action, status FROM migrate_redo('7');
SELECT step, migration, action, status FROM migrate_redo();
-- a redo whose way forth fails undoes the way back too
CREATE TABLE e2 ();
SELECT action FROM migrate_register('011_k', 'CREATE TABLE e2 ()', 'SELECT 1');
SELECT new_state FROM migrate_mark('11', 'applied', 'there already');
SELECT * FROM migrate_redo('11');
SELECT state FROM migrate_status() WHERE migration = '011_k';
-- nor does it begin when the way forth cannot run here
SELECT action FROM migrate_register('012_l', 'CREATE INDEX CONCURRENTLY ON e2 ((1))', 'DROP TABLE e2');
SELECT new_state FROM migrate_mark('12', 'applied', 'by hand');
SELECT * FROM migrate_redo('12');
SELECT to_regclass('e2');
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE a, b, c, d, e, f, g, h, i, e2;
DROP SCHEMA app;
DROP FUNCTION fresh, there;
