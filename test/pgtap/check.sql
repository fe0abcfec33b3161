-- migrate_check() as the step of a CI job that turns red, and migrate_findings() as the list behind it.
BEGIN;
SELECT plan(34);

-- The DETAIL of the error that a call raises; empty when it raises none.
CREATE FUNCTION pg_temp.detail_of(call text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    said text;
BEGIN
    EXECUTE call;
    RETURN '';
EXCEPTION
    WHEN SQLSTATE 'MG013' THEN
        GET STACKED DIAGNOSTICS said = PG_EXCEPTION_DETAIL;
        RETURN said;
END
$$;

-- ---- green ----------------------------------------------------------------------------------------------------------

SELECT lives_ok('SELECT migrate_check()', 'nothing is registered: green');
SELECT results_eq('SELECT finding, migration, fix_call FROM migrate_check()', $$ VALUES ('none', NULL::text,
    NULL::text) $$,
                  'green is a row that says so');
SELECT results_eq('SELECT finding FROM migrate_findings()', $$ VALUES ('none') $$, 'and so are no findings');

-- ---- pending --------------------------------------------------------------------------------------------------------

SELECT migrate_register('1_first', 'CREATE TABLE first (id integer)', 'DROP TABLE first') \g /dev/null
SELECT migrate_register('2_second', 'CREATE TABLE second (id integer)', 'DROP TABLE second') \g /dev/null
SELECT migrate_register('4_fourth', 'CREATE TABLE fourth (id integer)', 'DROP TABLE fourth',
    requires => '{3_third}') \g /dev/null
SELECT throws_ok('SELECT migrate_check()', 'MG013', 'migrations need attention: 3 findings', 'pending migrations: red');
SELECT throws_ok('SELECT * FROM migrate_check(true, true)', 'MG013', NULL, 'in every way of calling it');
SELECT throws_ok('SELECT migrate_check(failed => false)', 'MG013', NULL, 'whatever is thought of failures');
SELECT lives_ok('SELECT migrate_check(pending => false)', 'green for those who do not mind pending ones');
SELECT is(count(*), 3::bigint, 'a line for each')
FROM string_to_table(pg_temp.detail_of('SELECT migrate_check()'), E'\n');
SELECT matches(pg_temp.detail_of('SELECT migrate_check()'), format('pending: "%s"', name), 'the detail names ' || name)
FROM unnest('{1_first,2_second}'::text[]) AS name;
SELECT matches(pg_temp.detail_of('SELECT migrate_check()'), 'blocked: "4_fourth".*3_third',
    'and what is blocked, by what');
SELECT results_eq('SELECT migration, finding FROM migrate_findings()',
                  $$ VALUES ('1_first', 'pending'), ('2_second', 'pending'), ('4_fourth', 'blocked') $$,
                      'the same as rows');
SELECT ok(detail <> '' AND fix_call LIKE 'SELECT * FROM migrate\_%', 'with a reason and a call: ' || migration)
FROM migrate_findings();

-- ---- the calls that mend --------------------------------------------------------------------------------------------

DO $$
DECLARE
    call text;
BEGIN
    FOR call IN SELECT fix_call FROM migrate_findings() WHERE finding = 'pending' ORDER BY migration LOOP
        EXECUTE call;
    END LOOP;
END
$$;
SELECT results_eq('SELECT migration, state FROM migrate_status()',
                  $$ VALUES ('1_first', 'applied'), ('2_second', 'applied'), ('4_fourth', 'pending') $$,
                      'the calls did what they promised');
SELECT throws_ok('SELECT migrate_check()', 'MG013', 'migrations need attention: 1 finding', 'one is left');
SELECT throws_ok('SELECT migrate_apply()', 'MG007', NULL, 'and cannot be applied');
SELECT migrate_register('3_third', 'CREATE TABLE third (id integer)', 'DROP TABLE third') \g /dev/null
SELECT bag_eq('SELECT migration, finding FROM migrate_findings()', $$ VALUES ('3_third', 'pending'), ('4_fourth',
    'pending') $$,
              'once what it needs is there, it is only pending');
SELECT is(count(*), 2::bigint, 'and can be applied') FROM migrate_apply() WHERE status = 'applied';
SELECT lives_ok('SELECT migrate_check()', 'green');

-- ---- late -----------------------------------------------------------------------------------------------------------

SELECT migrate_register('0_late', 'SELECT 1', 'SELECT 1') \g /dev/null
SELECT results_eq('SELECT migration, finding FROM migrate_findings()', $$ VALUES ('0_late', 'late') $$,
    'a late arrival is called late');
SELECT throws_ok('SELECT migrate_check()', 'MG013', NULL, 'red');
SELECT migrate_set('out_of_order', 'refuse', 'test') \g /dev/null
SELECT results_eq('SELECT migration, finding FROM migrate_findings()', $$ VALUES ('0_late', 'blocked') $$,
    'where late ones are refused, it is blocked');
SELECT migrate_set('out_of_order', 'apply', 'test') \g /dev/null
SELECT is(count(*), 1::bigint, 'applied') FROM migrate_apply() WHERE status = 'applied';
SELECT is(pg_temp.detail_of('SELECT migrate_check()'), '', 'green');

-- ---- taken back -----------------------------------------------------------------------------------------------------

SELECT is(count(*), 1::bigint, 'one is taken back') FROM migrate_rollback(migration => '2');
SELECT matches(pg_temp.detail_of('SELECT migrate_check()'), '2_second', 'what was taken back is pending again');
SELECT is(count(*), 1::bigint, 'and applied') FROM migrate_apply() WHERE status = 'applied';

-- ---- a history that was tampered with -------------------------------------------------------------------------------

SAVEPOINT tampering;
UPDATE migrate.history SET reason = 'somebody else did it' WHERE id = 3;
SELECT throws_ok('SELECT migrate_check()', 'MG013', NULL, 'a changed entry: red');
SELECT throws_ok('SELECT migrate_check(false, false)', 'MG013', NULL, 'whatever else is thought of');
SELECT matches(pg_temp.detail_of('SELECT migrate_check(false, false)'), 'history: entry 3',
    'the detail names the entry');
ROLLBACK TO tampering;
DELETE FROM migrate.history WHERE id = (SELECT max(id) FROM migrate.history);
SELECT throws_ok('SELECT migrate_check(false, false)', 'MG013', NULL, 'a missing last entry: red');
ROLLBACK TO tampering;
SELECT lives_ok('SELECT migrate_check()', 'green without the tampering');

SELECT * FROM finish();
ROLLBACK;
