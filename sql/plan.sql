-- migrate_plan: what would run, what stands in the way, and the call that mends it. It changes nothing.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_plan();
SELECT * FROM migrate_plan(direction => 'down');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int)', 'DROP TABLE a');
SELECT action FROM migrate_register('002_b', 'CREATE TABLE b (id int)', 'DROP TABLE b', requires => '{1}');
SELECT action FROM migrate_register('003_c', 'CREATE TABLE c (id int)', requires => '{002_b,001_a}');
SELECT * FROM migrate_plan();
SELECT * FROM migrate_plan(target => '2');
SELECT step, migration, action FROM migrate_plan(only_these => '{3}');
SELECT step, migration, action FROM migrate_plan(only_these => '{2,001_a,2}');
SELECT step, migration, action FROM migrate_plan(only_these => '{}');
SELECT * FROM migrate_plan('1', '{2}');
-- a plan is read only
BEGIN READ ONLY;
SELECT count(*) FROM migrate_plan();
SELECT count(*) FROM migrate_status();
COMMIT;
-- applied already: none
SELECT status FROM migrate_apply('2');
SELECT step, migration, action, note FROM migrate_plan('2');
SELECT step, migration, action, note FROM migrate_plan('1');
SELECT step, migration, action, note FROM migrate_plan(only_these => '{1,2}');
SELECT step, migration, action FROM migrate_plan(only_these => '{1,2,3}');
SELECT step, migration, action FROM migrate_plan();

-- requirements that are not registered
SELECT action FROM migrate_register('010_lost', 'SELECT 1', requires => '{404_gone,"it''s gone"}');
SELECT action FROM migrate_register('011_after', 'SELECT 1', requires => '{010_lost}');
SELECT step, migration, action, note, fix_call FROM migrate_plan() WHERE action = 'blocked';
SELECT * FROM migrate_apply();
-- what does not need them still can run
SELECT step, migration, action FROM migrate_plan(target => '3');
SELECT step, migration, action FROM migrate_plan(only_these => '{3}');
SELECT action FROM migrate_unregister('11'), LATERAL migrate_unregister('10') x(m, a);

-- cycles, named edge by edge
SELECT action FROM migrate_register('020_x', 'SELECT 1', requires => '{22}');
SELECT action FROM migrate_register('021_y', 'SELECT 1', requires => '{20,1}');
SELECT action FROM migrate_register('022_z', 'SELECT 1', requires => '{21}');
SELECT action FROM migrate_register('023_self', 'SELECT 1', requires => '{23}');
SELECT action FROM migrate_register('024_behind', 'SELECT 1', requires => '{22}');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT * FROM migrate_apply();
SELECT migration, action FROM migrate_register('020_x', 'SELECT 1', requires => ARRAY[''], replace => true);
SELECT migration, action FROM migrate_register('023_self', 'SELECT 1', requires => ARRAY[''], replace => true);
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT migration, status FROM migrate_apply();

-- conflicts
SELECT action FROM migrate_register('030_one', 'SELECT 1', conflicts => '{31,404}');
SELECT action FROM migrate_register('031_other', 'SELECT 1');
SELECT action FROM migrate_register('032_old', 'SELECT 1', conflicts => '{1}');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT * FROM migrate_apply();
SELECT status FROM migrate_apply(only_these => '{31}');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT new_state FROM migrate_mark('30', 'skipped', 'the other'), LATERAL migrate_mark('32', 'skipped', 'no') x(m, o, n);

-- requirements that are skipped
SELECT action FROM migrate_register('040_skipped', 'SELECT 1');
SELECT action FROM migrate_register('041_needs', 'SELECT 1', requires => '{40}');
SELECT new_state FROM migrate_mark('40', 'skipped', 'not here');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
SELECT * FROM migrate_plan('40');
SELECT * FROM migrate_apply(only_these => '{40,30}');
SELECT migration, new_state FROM migrate_mark('040_skipped', 'pending', 'needed by 041_needs');
SELECT step, migration, action, note, fix_call FROM migrate_plan();

-- what cannot run in a transaction
SELECT action FROM migrate_register('050_concurrent', E'SELECT 1;\nCREATE INDEX CONCURRENTLY i ON a (id);\nVACUUM a;');
SELECT action FROM migrate_register('051_after', 'SELECT 1', requires => '{50}');
SELECT step, migration, action, transactional, note, fix_call FROM migrate_plan();
SELECT * FROM migrate_apply();
SELECT migration, status FROM migrate_apply(only_these => '{40}');
SELECT migration, new_state FROM migrate_mark('050_concurrent', 'applied', 'run by hand with psql');
SELECT step, migration, action, note, fix_call FROM migrate_plan();
-- late arrivals
SELECT action FROM migrate_register('0015_late', 'SELECT 1');
SELECT step, migration, action, out_of_order, note, fix_call FROM migrate_plan();
SELECT name, value FROM migrate_set('out_of_order', 'refuse', 'order matters');
SELECT step, migration, action, out_of_order, note, fix_call FROM migrate_plan();
SELECT * FROM migrate_apply();
SELECT name, value FROM migrate_set('out_of_order', 'apply');
SELECT migration, status FROM migrate_apply();
-- several obstacles at once: all named, one call
SELECT action FROM migrate_register('060_all', 'VACUUM', requires => '{404,60}', conflicts => '{1}');
SELECT note, fix_call FROM migrate_plan();
SELECT action FROM migrate_unregister('60');

-- the way back
SELECT step, migration, action, transactional, requires, out_of_order, note, fix_call FROM migrate_plan(direction => 'down');
SELECT step, migration, action FROM migrate_plan('2', direction => 'down');
SELECT step, migration, action FROM migrate_plan('0015', direction => 'down');
SELECT * FROM migrate_plan('32', direction => 'down');
SELECT * FROM migrate_plan(only_these => '{2}', direction => 'down');
SELECT * FROM migrate_plan(direction => 'sideways');
SELECT count(*) = (SELECT count(*) FROM migrate_plan()) AS null_is_up FROM migrate_plan(direction => NULL);
SELECT bool_and(ok) FROM migrate_verify_history();
-- a misspelled requirement: the call that mends it is exact
SELECT action FROM migrate_register('901_user_names', 'SELECT 1');
SELECT action FROM migrate_register('902_needs', 'SELECT 1', requires => '{901_user_names,901_user_nmes}');
SELECT note, fix_call FROM migrate_plan(only_these => '{902_needs}') WHERE migration = '902_needs';
SELECT fix_call AS mend FROM migrate_plan(only_these => '{902_needs}') WHERE migration = '902_needs' \gset
:mend \g (format=unaligned tuples_only=on) /dev/null
SELECT migration, action FROM migrate_plan(only_these => '{902_needs}');
DROP EXTENSION pg_strata;
DROP TABLE a, b, c;
