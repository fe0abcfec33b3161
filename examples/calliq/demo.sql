-- A guided session: four migrations on 100,000 calls, with concurrent indexes, a failure that stays on record, and the
-- way back. Run in an empty database:  psql -X -v ON_ERROR_STOP=1 -v examples=DIR -f demo.sql
-- DIR is a copy of examples/ that the server can read.

\set QUIET on
\pset border 2
\pset linestyle unicode
\pset footer off
\pset null '-'
\pset pager off
SET client_min_messages = warning;

\echo
\echo '100,000 calls and 300,000 rows of usage are on their way...'
\ir ../prelude.sql
\ir prelude.sql
\ir data.sql
CREATE EXTENSION pg_strata;
\set migrations :examples '/calliq/migrations'
\echo

\set ECHO queries

\echo '1. Before: how many rows, and in which shape?'
\echo

SELECT (SELECT count(*) FROM calls) AS calls,
       (SELECT count(*) FROM usage_metrics) AS usage_metrics,
       (SELECT count(*) FROM usage_metrics u
        WHERE u.metadata ->> 'call_id' IS NOT NULL
          AND NOT EXISTS (SELECT FROM calls c WHERE c.id::text = lower(u.metadata ->> 'call_id'))) AS orphans,
       (SELECT count(*) FROM (SELECT FROM usage_reservations WHERE status = 'active'
                              GROUP BY organization_id HAVING count(*) > 1) AS several) AS "several reservations";

SELECT count(*) FILTER (WHERE customer_email <> lower(customer_email)) AS "addresses in capitals",
       count(*) FILTER (WHERE user_id IS NULL) AS "no user",
       count(*) FILTER (WHERE duration IS NULL) AS "no duration",
       count(*) FILTER (WHERE file_url IS NULL AND status = 'completed') AS "no recording"
FROM calls;

SELECT tablename, policyname, cmd, roles, qual, with_check
FROM pg_policies
WHERE tablename IN ('notifications', 'referral_statistics');

\echo '2. Register and plan. The indexes of 024 are built concurrently: no transaction can hold that.'
\echo

SELECT migration, action
FROM migrate_register_directory(:'migrations');

SELECT step, migration, action, transactional, because
FROM migrate_plan();

\echo '3. Run: a transaction for each migration. 025 finds calls that only a person can mend, and fails.'
\echo '   What was done before stays.'
\echo

\set ON_ERROR_STOP off
CALL migrate_run();
\set ON_ERROR_STOP on
\echo

SELECT migration, state, duration, left(last_error, 60) AS last_error
FROM migrate_status();

\echo '4. The failure is on record, with the number of rows; so is what the others said about the data.'
\echo

SELECT run, migration, outcome, sqlstate, message, detail
FROM migrate_history()
WHERE action = 'apply';

SELECT migration, unnest(notices) AS notice
FROM migrate_history()
WHERE action = 'apply';

\echo '5. A person decides what is right (mend.sql), and the next run goes on where this one stopped.'
\echo

\set ECHO none
\ir mend.sql
\set ECHO queries

CALL migrate_run();

SELECT migration, count(*) AS checks, count(*) FILTER (WHERE ok) AS ok
FROM migrate_verify()
GROUP BY migration
ORDER BY migration;

\echo '6. After: the calls of a customer come from the index; a user sees own notifications only.'
\echo

EXPLAIN (COSTS OFF)
SELECT * FROM calls WHERE customer_email = 'customer.17@shop3.example' AND deleted_at IS NULL;

SELECT id AS agent FROM users WHERE email = 'agent.7@calliq.example' \gset
BEGIN;
SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = :'agent';
SELECT count(*) AS notifications, count(*) FILTER (WHERE user_id <> auth.uid()) AS "of others"
FROM notifications;
ROLLBACK;

\echo '7. All the way back, in reverse: orphans, policies and addresses are what they were.'
\echo

CALL migrate_run_rollback(steps => 4);

SELECT (SELECT count(*) FROM usage_metrics) AS usage_metrics,
       (SELECT count(*) FROM calls WHERE customer_email <> lower(customer_email)) AS "addresses in capitals",
       (SELECT count(*) FROM pg_policies WHERE tablename IN ('notifications', 'referral_statistics')) AS policies,
       (SELECT count(*) FROM pg_tables WHERE schemaname = 'backup') AS backups;

\echo '8. And forth again.'
\echo

CALL migrate_run();

SELECT run, migration, action, outcome, duration
FROM migrate_history()
WHERE action IN ('apply', 'rollback');

SELECT count(id) AS entries, bool_and(ok) AS intact
FROM migrate_verify_history();

\set ECHO none
