-- migrate_verify() and migrate_apply() inside a pgTAP test, where verify scripts are pgTAP tests too: the two plans,
-- test numbers and failure counts must not mix, whichever comes first.
BEGIN;
SELECT plan(47);

CREATE FUNCTION pg_temp.verify_with(script text) RETURNS void LANGUAGE sql
AS $$ SELECT migrate_register('1_part', 'CREATE TABLE part (id integer)', verify => script, replace => true) $$;

-- The running numbers of this test, as pgTAP keeps them: tests so far, failures so far, planned.
CREATE FUNCTION pg_temp.own_count() RETURNS text LANGUAGE sql
AS $$ SELECT concat_ws(' ', currval('__tresults___numb_seq'), _get('failed'), _get('plan')) $$;

SELECT migrate_register('1_part', 'CREATE TABLE part (id integer)', 'DROP TABLE part', $verify$
SELECT plan(3);
SELECT ok(true, 'first');
SELECT has_table('part');
SELECT is(count(*), 0::bigint, 'part is empty') FROM part;
SELECT * FROM finish();
$verify$) \g /dev/null

-- ---- the same plan on both sides ------------------------------------------------------------------------------------

SELECT results_eq('SELECT migration, status FROM migrate_apply()', $$ VALUES ('1_part', 'applied') $$,
                  'a migration whose verify script is a pgTAP test is applied');
SELECT is(pg_temp.own_count(), '1 0 47', 'this test has run one test of its plan');
SELECT ok(bool_and(ok), 'every check is ok') FROM migrate_verify();
SELECT is(pg_temp.own_count(), '3 0 47', 'and only the tests of this file were counted');
SELECT is(count(*), 6::bigint, 'a row per statement, and one for the plan') FROM migrate_verify();
SELECT is(pg_temp.own_count(), '5 0 47', 'still so after the second run');
SELECT hasnt_table('nothing', 'pgTAP works on');
SELECT results_eq('SELECT migration, action FROM migrate_redo()', $$ VALUES ('1_part', 'rollback'), ('1_part',
    'apply') $$, 'redo');
SELECT is(pg_temp.own_count(), '8 0 47', 'redo did not count either');
SELECT lives_ok('SELECT migrate_verify(strict => true)', 'strict verification');

-- ---- failures of the script are not failures of this test -----------------------------------------------------------

SELECT pg_temp.verify_with($verify$
SELECT plan(4);
SELECT ok(false, 'this one fails');
SELECT is(1, 2, 'so does this');
SELECT diag('a word about it');
SELECT pass('fine');
SELECT isnt(1, 2, 'fine too');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT is(count(*) FILTER (WHERE NOT ok), 2::bigint, 'two tests of the script fail') FROM migrate_verify();
SELECT is(pg_temp.own_count(), '11 0 47', 'none of this file does');
SELECT matches(detail, 'this one fails', 'the description is in the detail') FROM migrate_verify()
WHERE subject = 'line 3';
SELECT matches(detail, 'have: 1', 'so is what was had') FROM migrate_verify() WHERE subject = 'line 4';
SELECT matches(detail, 'want: 2', 'and what was wanted') FROM migrate_verify() WHERE subject = 'line 4';
SELECT matches(detail, 'a word about it', 'diagnostics are kept') FROM migrate_verify() WHERE subject = 'line 5';
SELECT ok(ok, 'diagnostics fail nothing') FROM migrate_verify() WHERE subject = 'line 5';
SELECT is(array_agg(ok), '{t,t}', 'what passes, passes') FROM migrate_verify() WHERE subject IN ('line 6', 'line 7');
SELECT is(array_agg(subject ORDER BY ok, subject), '{"line 3","line 4"}', 'the rows point to the tests')
FROM migrate_verify() WHERE NOT ok;
SELECT throws_like('SELECT migrate_verify(strict => true)', '%checks of verify scripts failed',
    'strict verification raises');
SELECT is(pg_temp.own_count(), '20 0 47', 'an error in verification does not disturb the count');

-- ---- wrong plans ----------------------------------------------------------------------------------------------------

SELECT pg_temp.verify_with($verify$
SELECT plan(3);
SELECT pass('one');
SELECT pass('two');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT is(bool_and(ok), false, 'fewer tests than planned: the script fails') FROM migrate_verify();
SELECT ok(bool_or(detail ~ 'planned 3 but ran 2'), 'and says how many were planned') FROM migrate_verify() WHERE NOT ok;

SELECT pg_temp.verify_with($verify$
SELECT plan(1);
SELECT pass('one');
SELECT pass('two');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT is(bool_and(ok), false, 'more tests than planned: the script fails') FROM migrate_verify();
SELECT ok(bool_or(detail ~ 'planned 1 but ran 2'), 'and says how many were planned') FROM migrate_verify() WHERE NOT ok;

SELECT pg_temp.verify_with('SELECT plan(3); SELECT pass(''one''); SELECT pass(''two'');') \g /dev/null
SELECT is(bool_and(ok), false, 'fewer tests than planned, and no finish(): the script fails') FROM migrate_verify();
SELECT ok(bool_or(detail ~ 'planned 3 but ran 2'), 'and says how many were planned') FROM migrate_verify() WHERE NOT ok;

SELECT pg_temp.verify_with($verify$
SELECT plan(2);
SELECT pass('one');
SELECT 1 / 0;
SELECT pass('two');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT is(array_agg(actual), '{"22012: division by zero"}', 'an error in the middle is the only fault, the rest is run')
FROM migrate_verify() WHERE NOT ok;

SELECT pg_temp.verify_with('SELECT pass(''without a plan'');') \g /dev/null
SELECT ok(bool_or(actual LIKE '%without a plan%'), 'this file''s plan does not serve the script')
FROM migrate_verify() WHERE NOT ok;

SELECT pg_temp.verify_with($verify$
BEGIN;
SELECT * FROM no_plan();
SELECT pass('one');
SELECT pass('two');
SELECT * FROM finish();
ROLLBACK;
$verify$) \g /dev/null
SELECT ok(bool_and(ok), 'a script without a number in its plan') FROM migrate_verify();

SELECT pg_temp.verify_with($verify$
SELECT plan(3);
SELECT * FROM todo('not yet', 1);
SELECT fail('known');
SELECT skip('elsewhere', 1);
SELECT pass('fine');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT ok(bool_and(ok), 'TODO and SKIP fail nothing') FROM migrate_verify();
SELECT is(pg_temp.own_count(), '31 0 47', 'nothing of all this was counted here');

-- ---- a whole test in one statement ----------------------------------------------------------------------------------

CREATE SCHEMA part_tests;
CREATE FUNCTION part_tests.test_empty() RETURNS SETOF text LANGUAGE sql AS $$ SELECT is(count(*), 0::bigint,
    'empty') FROM public.part $$;
CREATE FUNCTION part_tests.test_full() RETURNS SETOF text LANGUAGE sql AS $$ SELECT is(count(*), 1::bigint, 'full')
FROM public.part $$;
SELECT pg_temp.verify_with('SELECT * FROM runtests(''part_tests''::name, ''^test_empty'');') \g /dev/null
SELECT ok(bool_and(ok), 'runtests() that passes') FROM migrate_verify();
SELECT pg_temp.verify_with('SELECT * FROM runtests(''part_tests''::name, ''^test_'');') \g /dev/null
SELECT is(bool_and(ok), false, 'runtests() that fails') FROM migrate_verify();
SELECT matches(detail, 'test_full', 'the detail names the test that failed') FROM migrate_verify() WHERE NOT ok;
SELECT doesnt_match(detail, 'not ok[^\n]*test_empty', 'and no other') FROM migrate_verify() WHERE NOT ok;
SELECT is(pg_temp.own_count(), '36 0 47', 'runtests() has a plan of its own');

-- ---- a failing pgTAP test undoes the migration ----------------------------------------------------------------------

SELECT is(count(*), 1::bigint, 'taken back') FROM migrate_rollback();
SELECT throws_ok('SELECT migrate_apply()', 'MG010', NULL, 'a failing pgTAP test stops the migration');
SELECT hasnt_table('part', 'and undoes it');
SELECT is(pg_temp.own_count(), '40 0 47', 'and does not count here');
SELECT pg_temp.verify_with('SELECT plan(1); SELECT has_table(''part''); SELECT * FROM finish();') \g /dev/null
SELECT is(count(*), 1::bigint, 'applied at last') FROM migrate_apply() WHERE status = 'applied';

-- ---- a failure of this test is not one of the script ----------------------------------------------------------------

SELECT * FROM todo('meant to fail, to see who counts it', 1);
SELECT fail('this test''s own failure');
SELECT ok(bool_and(ok), 'the script does not see it') FROM migrate_verify();
SELECT is(pg_temp.own_count(), '44 0 47', 'the numbers go on');

-- ---- and afterwards -------------------------------------------------------------------------------------------------

SELECT is(count(*), 1::bigint, 'pgTAP''s own relations are in place, and no others')
FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE '\_\_t%' AND relkind = 'r';
SELECT is(count(*), 0::bigint, 'nothing of the caller''s has another name')
FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname LIKE '%caller%';
SELECT * FROM finish();
ROLLBACK;
