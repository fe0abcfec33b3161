-- A migration never runs with more rights than whoever registered it holds, unless whoever runs it has approved that
-- very revision: up, down, verify, whatever way they come to run.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(40);

CREATE ROLE strata_author;
CREATE ROLE strata_boss;
GRANT strata_author TO strata_boss;
SELECT migrate_grant('strata_author', 'operator') \g /dev/null
SELECT migrate_grant('strata_boss', 'admin') \g /dev/null
GRANT CREATE ON SCHEMA public TO strata_author, strata_boss;

SET LOCAL ROLE strata_author;
SELECT migrate_register('1_theirs', 'CREATE TABLE theirs AS SELECT current_user AS maker', 'DROP TABLE theirs',
    'SELECT true AS fine') \g /dev/null
RESET ROLE;
SELECT migrate_register('2_ours', 'CREATE TABLE ours AS SELECT current_user AS maker', 'DROP TABLE ours',
    'SELECT true AS fine') \g /dev/null

-- ---- apply ----------------------------------------------------------------------------------------------------------

SELECT throws_ok('SELECT migrate_apply()', 'MG009', NULL, 'a superuser does not run what a lesser role registered');
SELECT throws_ok($$ SELECT migrate_apply('1') $$, 'MG009', NULL, 'by whatever name');
SELECT throws_like('SELECT migrate_apply()', '%1_theirs%', 'the message says what');
SELECT hasnt_table('theirs');
SELECT results_eq($$ SELECT action, fix_call = format('SELECT * FROM migrate_approve(%L, %L)', migration,
                         (SELECT revision_digest FROM migrate.migration m WHERE m.migration = p.migration))
                     FROM migrate_plan() p WHERE migration = '1_theirs' $$,
                  $$ VALUES ('blocked', true) $$, 'the plan says so beforehand, with the call that mends it');
SELECT results_eq($$ SELECT finding FROM migrate_findings() WHERE migration = '1_theirs' $$, $$ VALUES ('blocked') $$,
                  'and so do the findings');
SELECT is(count(*), 1::bigint, 'what the superuser registered runs') FROM migrate_apply(only_these => '{2}')
WHERE status = 'applied';
SELECT is(maker, session_user, 'with the superuser''s rights') FROM ours;
SET LOCAL ROLE strata_author;
SELECT throws_ok($$ SELECT migrate_apply('1') $$, 'MG009', NULL,
    'a borrowed role is not enough: a script could give it back');
RESET ROLE;

SAVEPOINT borrowed;
SET LOCAL ROLE strata_author;
SELECT is(count(*), 1::bigint, 'whoever borrows a role approves for the session') FROM migrate_approve('1');
SELECT is(count(*), 1::bigint, 'so that the same session can run it') FROM migrate_apply('1') WHERE status = 'applied';
ROLLBACK TO borrowed;
SELECT throws_ok($$ SELECT migrate_apply('1') $$, 'MG009', NULL, 'an approval that was undone is none');

CREATE TEMP TABLE approved AS SELECT * FROM migrate_approve('1');
SELECT is(approver, session_user::text, 'the superuser approves') FROM approved;
SELECT is(digest, (SELECT replace(detail, 'revision ', '') FROM migrate_history('1') WHERE action = 'register'), 'of what was registered')
FROM approved;
SELECT is(count(*), 1::bigint, 'and it runs') FROM migrate_apply('1') WHERE status = 'applied';
SELECT ok(bool_and(ok), 'verification runs as well') FROM migrate_verify();

-- ---- every change of a script needs another approval ----------------------------------------------------------------

SET LOCAL ROLE strata_author;
SELECT is(action, 'amended', 'the author changes the way back') FROM migrate_register('1_theirs',
    'CREATE TABLE theirs AS SELECT current_user AS maker', 'DROP TABLE theirs; SELECT 1', replace => true);
RESET ROLE;
SELECT throws_ok($$ SELECT migrate_rollback(migration => '1') $$, 'MG009', NULL, 'the way back is not run');
SELECT throws_ok($$ SELECT migrate_rollback(options => '{"all": true}') $$, 'MG009', NULL, 'not among others either');
SELECT throws_ok($$ SELECT migrate_redo('1') $$, 'MG009', NULL, 'nor is it redone');
SELECT throws_ok('SELECT migrate_verify()', 'MG009', NULL, 'nor verified');
SELECT throws_ok($$ SELECT migrate_verify('1') $$, 'MG009', NULL, 'by whatever name');
SELECT is(count(*) > 0, true, 'others are') FROM migrate_verify('2') WHERE ok;
SELECT has_table('theirs');
SELECT migrate_approve('1') \g /dev/null
SELECT is(count(*), 1::bigint, 'after approval it is') FROM migrate_rollback(migration => '1')
WHERE status = 'rolled back';
SELECT hasnt_table('theirs');

SET LOCAL ROLE strata_author;
SELECT is(action, 'replaced', 'the author goes back to the first revision')
FROM migrate_register('1_theirs', 'CREATE TABLE theirs AS SELECT current_user AS maker', 'DROP TABLE theirs',
    'SELECT true AS fine', replace => true);
RESET ROLE;
SELECT is(count(*), 1::bigint, 'which was approved') FROM migrate_apply('1') WHERE status = 'applied';
SELECT is(count(*), 1::bigint, 'and is taken back') FROM migrate_rollback(migration => '1')
WHERE status = 'rolled back';
SET LOCAL ROLE strata_author;
SELECT is(action, 'replaced', 'a requirement is part of the revision') FROM migrate_register('1_theirs',
    'CREATE TABLE theirs AS SELECT current_user AS maker', requires => '{2_ours}', replace => true);
RESET ROLE;
SELECT throws_ok($$ SELECT migrate_apply('1') $$, 'MG009', NULL, 'so that it is no longer approved');

-- ---- who registers last, answers for all ----------------------------------------------------------------------------

SELECT throws_ok($$ SELECT migrate_register('1_theirs', 'CREATE TABLE theirs AS SELECT 1 AS maker', replace => true) $$,
                 'MG009', NULL, 'a superuser who changes one script does not answer for the others unread');
SELECT is(action, 'replaced', 'who gives all of them does')
FROM migrate_register('1_theirs', 'CREATE TABLE theirs AS SELECT session_user AS maker', 'DROP TABLE theirs',
                      'SELECT true AS fine', replace => true);
SELECT is(count(*), 1::bigint, 'and needs no approval') FROM migrate_apply('1') WHERE status = 'applied';
SELECT is(count(*), 1::bigint, 'nor does a role that has less') FROM migrate_rollback(migration => '1')
WHERE status = 'rolled back';

-- ---- where functions cannot be called from --------------------------------------------------------------------------

CREATE FUNCTION borrowed(call text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE call; END $$;
SELECT throws_ok(format('SELECT borrowed(%L)', call), 'MG015', NULL, 'not in a SECURITY DEFINER function: ' || call)
FROM unnest(ARRAY['SELECT migrate_apply()', 'SELECT migrate_rollback()', 'SELECT migrate_verify()',
    'SELECT migrate_approve(''1'')']) AS call;
SELECT ok(bool_and(ok), 'the history holds') FROM migrate_verify_history();
SELECT * FROM finish();
ROLLBACK;
