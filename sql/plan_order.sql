-- The order of versions, and what requirements do to it.
CREATE EXTENSION pg_strata;
SELECT count(*) FROM unnest(ARRAY['zeta', '10_j', '9_i', '009_h', '1.10_d', '1.9_c', '1_a', 'V1.2__b', '20240101_dates', '20240101000000_zero', '20240101_101500_split', '20240101101500_joined',
    '202401011015001234_18', '19991231_old', '99999999999999999999999_big', '20241301_no_month', '2_b', 'alpha', 'Ünicode', '0_zero', '00_zero', '1.2.0_e', 'v3_lower', '3-dash', '3.sql', '3 space']) WITH ORDINALITY AS u (m, n),
    LATERAL migrate_register(u.m, 'SELECT ' || n, 'SELECT 1');
SELECT step, migration FROM migrate_plan();
SELECT migration FROM migrate_status();
-- the same order whatever the order of registration was, but for those without version
SELECT array_agg(migration ORDER BY step) AS before FROM migrate_plan() WHERE migration ~ '\d' \gset
SELECT count(*) FROM unnest(:'before'::text[]) u, LATERAL migrate_unregister(u);
SELECT count(*) FROM unnest(:'before'::text[]) WITH ORDINALITY AS u (m, n), LATERAL (SELECT FROM migrate_register(u.m, 'SELECT 1') OFFSET 0) x WHERE n >= 0;
SELECT array_agg(migration ORDER BY step) = :'before'::text[] AS same FROM migrate_plan() WHERE migration ~ '\d';
DROP EXTENSION pg_strata;
CREATE EXTENSION pg_strata;
-- a requirement delays the one that has it, and nothing else
SELECT count(*) FROM (VALUES ('1', '{5}'), ('2', '{}'), ('3', '{1}'), ('4', '{}'), ('5', '{}'), ('6', '{}'), ('7', '{2}')) AS v (m, r), LATERAL migrate_register(m || '_m', 'SELECT 1', requires => r::text[]);
SELECT step, migration, requires FROM migrate_plan();
-- a target takes what the plan has up to it
SELECT array_agg(migration ORDER BY step) FROM migrate_plan('1');
SELECT array_agg(migration ORDER BY step) FROM migrate_plan('4');
SELECT array_agg(migration ORDER BY step) FROM migrate_plan('3');
-- only_these take what they need, and no more
SELECT array_agg(migration ORDER BY step) FROM migrate_plan(only_these => '{3}');
SELECT array_agg(migration ORDER BY step) FROM migrate_plan(only_these => '{7,1}');
SELECT array_agg(migration ORDER BY step) AS ran FROM migrate_apply(only_these => '{3}');
SELECT step, migration, out_of_order, note FROM migrate_plan();
SELECT array_agg(migration ORDER BY step) AS ran FROM migrate_apply('4');
SELECT array_agg(migration ORDER BY step) AS ran FROM migrate_apply();
-- the order of application is on record, and goes back
SELECT migration FROM migrate.applied ORDER BY position;
-- a chain of 300 against the order of versions
DROP EXTENSION pg_strata;
CREATE EXTENSION pg_strata;
SELECT count(*) FROM generate_series(1, 300) n, LATERAL migrate_register(n || '_n', 'SELECT 1', 'SELECT 1', requires => CASE WHEN n < 300 THEN ARRAY[(n + 1) || '_n'] END);
SELECT bool_and(migration = (301 - step) || '_n') AS reversed, bool_and(action = 'apply') AS all_apply FROM migrate_plan();
SELECT count(*) FROM migrate_apply();
SELECT bool_and(migration = step || '_n') AS reversed FROM migrate_rollback(options => '{"all": true}');
DROP EXTENSION pg_strata;
