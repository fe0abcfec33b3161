-- migrate_verify() runs a pgTAP script before this test has a plan of its own: what pgTAP keeps for the script must
-- be gone by then.
BEGIN;
SELECT migrate_register('1_part', 'CREATE TABLE part (id integer)', verify => $verify$
SELECT plan(3);
SELECT has_table('part');
SELECT fail('on purpose');
SELECT * FROM finish();
$verify$) \g /dev/null
SELECT migrate_mark('1', 'applied', 'the table is missing on purpose') \g /dev/null
CREATE TEMP TABLE checks AS SELECT * FROM migrate_verify();

SELECT plan(5);
SELECT is(count(*) FILTER (WHERE NOT ok), 3::bigint, 'two tests and the plan of the script fail') FROM checks;
SELECT is(concat_ws(' ', currval('__tresults___numb_seq'), _get('failed'), _get('plan')), '1 0 5',
    'this test begins at one');
SELECT is(count(*) FILTER (WHERE NOT ok), 3::bigint, 'once more, the other way round') FROM migrate_verify();
SELECT is(concat_ws(' ', currval('__tresults___numb_seq'), _get('failed'), _get('plan')), '3 0 5', 'and goes on');
SELECT is(num_failed(), 0, 'no failure is counted here');
SELECT * FROM finish();
ROLLBACK;
