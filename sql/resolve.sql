-- Every function that takes a migration takes the identifier or an unambiguous version.
CREATE EXTENSION pg_strata;
SELECT action FROM (VALUES ('001_x'), ('002_a'), ('2_b'), ('1.2_dots'), ('V3__flyway'), ('20250122000000_old'), ('20250122_101500_split'),
    ('20250123_one_day'), ('no_version'), ('7'), ('0010')) AS v (m), LATERAL migrate_register(m, 'SELECT 1', 'SELECT 1', 'SELECT true');
-- which migration a name finds, by way of a function that changes nothing
CREATE FUNCTION finds(text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE m text; d text;
BEGIN
    SELECT migration INTO m FROM migrate_mark($1, 'pending', 'asking');
    RETURN m;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS d = PG_EXCEPTION_DETAIL;
    RETURN concat_ws(' | ', SQLSTATE, SQLERRM, nullif(d, ''));
END $$;
SELECT w AS wanted, finds(w) FROM (VALUES ('001_x'), ('1'), ('01'), ('001'), ('0001'), ('v1'), ('V001'), ('2'), ('002'), ('002_a'), ('2_b'), ('1.2'), ('1.2.0'), ('1.02'),
    ('3'), ('V3'), ('V3__flyway'), ('20250122000000'), ('20250122'), ('20250122_101500'), ('20250122101500'), ('20250123'), ('7'), ('07'), ('10'), ('010'),
    ('no_version'), ('no'), ('x'), ('flyway'), ('4'), ('1 '), (' 1'), ('1_'), ('001_X'), ('-1'), ('1e0'), ('')) AS v (w);
-- an exact identifier beats a version
SELECT action FROM migrate_register('1', 'SELECT 1', 'SELECT 1', 'SELECT true');
SELECT finds('1'), finds('01'), finds('001_x');
SELECT action FROM migrate_unregister('1');
-- near misses are offered
SELECT * FROM migrate_unregister('002_aa');
SELECT * FROM migrate_unregister('no_versoin');
SELECT * FROM migrate_unregister('something_else_entirely');
SELECT * FROM migrate_unregister('9');
-- all functions alike
\set VERBOSITY terse
SELECT * FROM migrate_unregister('2');
SELECT * FROM migrate_approve('2');
SELECT * FROM migrate_mark('2', 'applied', 'x');
SELECT * FROM migrate_baseline('2', 'x');
SELECT * FROM migrate_plan('2');
SELECT * FROM migrate_plan(only_these => '{7,2}');
SELECT * FROM migrate_apply('2');
SELECT * FROM migrate_apply(only_these => '{2}');
SELECT * FROM migrate_verify('2');
SELECT * FROM migrate_rollback('2');
SELECT * FROM migrate_rollback(migration => '2');
SELECT * FROM migrate_redo('2');
SELECT * FROM migrate_history('2');
SELECT * FROM migrate_apply('404');
SELECT * FROM migrate_apply(only_these => '{404}');
SELECT * FROM migrate_apply('');
SELECT * FROM migrate_apply(only_these => '{NULL}');
\set VERBOSITY default
SELECT * FROM migrate_apply('2');
SELECT migration, status FROM migrate_apply('7') ORDER BY step;
SELECT migration, action, status FROM migrate_redo('07');
SELECT migration, ok FROM migrate_verify('V1');
SELECT migration, action FROM migrate_history('v7') ORDER BY id;
-- registration takes the identifier as it is, never a version of another
SELECT action FROM migrate_register('3', 'SELECT 3');
-- requirements are resolved when they are used, not when they are written
SELECT action FROM migrate_register('100_needs', 'SELECT 1', requires => '{7,2,V3__flyway,101}');
SELECT requires FROM migrate_status() WHERE migration = '100_needs';
SELECT requires, note FROM migrate_plan() WHERE migration = '100_needs';
SELECT r.action, u.action FROM migrate_register('101_more', 'SELECT 1') r, migrate_unregister('2_b') u;
SELECT requires, action, note FROM migrate_plan() WHERE migration = '100_needs';
DROP EXTENSION pg_strata;
DROP FUNCTION finds;
