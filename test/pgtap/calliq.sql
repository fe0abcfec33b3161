-- examples/calliq with few rows: what its migrations do to each of them, who sees what before and after, and the way
-- back. Without 024, whose concurrent indexes no transaction can hold: see test/tap/12_calliq.pl. In one transaction
-- that is undone. Run from the root of the sources.
\set files `cd examples/calliq/migrations && ls *.sql | tr '\n' ' '`
\set texts `cd examples/calliq/migrations && for file in *.sql; do base64 <"$file" | tr -d '\n'; printf ' '; done`
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(42);
\ir ../../examples/prelude.sql
\ir ../../examples/calliq/prelude.sql
\ir catalog_lines.psql

CREATE FUNCTION pg_temp.key(what text, number integer) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN md5(what || number)::uuid;

INSERT INTO auth.users (id, email)
SELECT pg_temp.key('user', n), n || '@calliq.example' FROM generate_series(1, 3) AS n;
INSERT INTO organizations (id, name, owner_id)
SELECT pg_temp.key('organization', n), n, pg_temp.key('user', n) FROM generate_series(1, 2) AS n;
INSERT INTO users (id, organization_id, email) VALUES
    (pg_temp.key('user', 1), pg_temp.key('organization', 1), 'Ada@calliq.example'),
    (pg_temp.key('user', 2), pg_temp.key('organization', 2), 'ben@calliq.example'),
    (pg_temp.key('user', 3), pg_temp.key('organization', 1), 'cleo@calliq.example');
INSERT INTO calls (id, organization_id, user_id, customer_email, status, file_url, duration, started_at, ended_at)
VALUES
    (pg_temp.key('call', 1), pg_temp.key('organization', 1), pg_temp.key('user', 3), 'One@shop.example', 'completed',
     '1.ogg', 60, '2024-01-01 10:00', '2024-01-01 10:01'),
    (pg_temp.key('call', 2), pg_temp.key('organization', 1), NULL, 'two@shop.example', 'completed',
     NULL, NULL, '2024-01-01 11:00', '2024-01-01 11:02'),
    (pg_temp.key('call', 3), pg_temp.key('organization', 2), pg_temp.key('user', 2), NULL, 'missed',
     NULL, NULL, '2024-01-01 12:00', NULL),
    (pg_temp.key('call', 4), pg_temp.key('organization', 2), pg_temp.key('user', 2), 'n/a', 'completed',
     '4.ogg', 5, '2024-01-01 13:00', '2024-01-01 13:00:05'),
    (pg_temp.key('call', 5), pg_temp.key('organization', 2), pg_temp.key('user', 2), 'five@shop.example', 'completed',
     '5.ogg', -9, '2024-01-01 14:00:09', '2024-01-01 14:00');
INSERT INTO usage_metrics (organization_id, metric_type, quantity, metadata, recorded_at)
SELECT pg_temp.key('organization', 1), kind, 1, metadata, '2024-01-02'
FROM (VALUES ('linked', jsonb_build_object('call_id', pg_temp.key('call', 1))),
             ('capitals', jsonb_build_object('call_id', upper(pg_temp.key('call', 1)::text))),
             ('no call', '{}'), ('null', '{"call_id": null}'), ('empty', '{"call_id": ""}'),
             ('malformed', '{"call_id": "call-7"}'), ('number', '{"call_id": 7}'),
             ('unknown', jsonb_build_object('call_id', pg_temp.key('call', 99)))) AS usage (kind, metadata);
INSERT INTO usage_reservations (organization_id, minutes, status, reserved_at)
SELECT pg_temp.key('organization', organization), 60, status, '2024-01-01'
FROM (VALUES (1, 'active'), (1, 'used'), (1, 'active'), (2, 'active')) AS reservation (organization, status);
INSERT INTO notifications (user_id, title)
SELECT pg_temp.key('user', n), 'for ' || n FROM generate_series(1, 3) AS n;
INSERT INTO referrals (referrer_id, referred_email) VALUES (pg_temp.key('user', 1), 'Dora@shop.example');
INSERT INTO referral_statistics (user_id, sent) SELECT pg_temp.key('user', n), n FROM generate_series(1, 3) AS n;

-- All rows of the application, as text.
CREATE FUNCTION pg_temp.content() RETURNS SETOF text
LANGUAGE sql
AS $$
    SELECT u::text FROM users u UNION ALL SELECT c::text FROM calls c UNION ALL SELECT r::text FROM usage_reservations r
    UNION ALL SELECT m::text FROM usage_metrics m UNION ALL SELECT n::text FROM notifications n
    UNION ALL SELECT r::text FROM referrals r UNION ALL SELECT s::text FROM referral_statistics s
$$;

-- A query's single value as somebody sees it.
CREATE FUNCTION pg_temp.seen_by(who name, number integer, query text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    answer text;
BEGIN
    PERFORM set_config('request.jwt.claim.sub', coalesce(pg_temp.key('user', number)::text, ''), true),
            set_config('role', who, true);
    BEGIN
        EXECUTE query INTO answer;
    EXCEPTION
        WHEN insufficient_privilege THEN
            answer := 'refused';
    END;
    PERFORM set_config('role', 'none', true);
    RETURN answer;
END
$$;

CREATE TEMP TABLE migration AS
SELECT substring(path FROM '^[^.]*') AS migration, substring(path FROM '\.(down|verify)\.') AS part,
       convert_from(decode(text, 'base64'), 'UTF8') AS content, path
FROM unnest(string_to_array(rtrim(:'files'), ' '), string_to_array(rtrim(:'texts'), ' ')) AS file (path, text);
SELECT results_eq(
    $$ SELECT l.migration, l.action FROM migrate_register_files(
           ARRAY(SELECT path FROM pg_temp.migration ORDER BY path),
           ARRAY(SELECT content FROM pg_temp.migration ORDER BY path)) AS l $$,
    $$ SELECT DISTINCT migration, 'registered' FROM migration ORDER BY migration $$, 'four migrations are registered');
SELECT is_empty($$ SELECT * FROM migrate_dependencies()
                   WHERE relation = 'needs' AND strength = 'hard' AND satisfied_by IS NULL $$, 'nothing is missing');
SELECT set_eq($$ SELECT DISTINCT migration, satisfied_by FROM migrate_dependencies()
                 WHERE relation <> 'provides' AND satisfied_by LIKE '0%' $$,
              $$ VALUES ('024_add_performance_indexes', '022_add_usage_metrics_fk') $$, 'an index of 024 needs 022');
SELECT results_eq('SELECT migration, transactional FROM migrate_plan()',
                  $$ SELECT DISTINCT migration, migration NOT LIKE '024%' FROM migration ORDER BY migration $$,
                  'only 024 cannot run in a transaction');
SELECT throws_ok('SELECT migrate_apply()', 'MG008', NULL, 'so that migrate_apply() refuses before anything runs');
CREATE TEMP TABLE before AS SELECT pg_temp.catalog_lines() AS lines;
CREATE TEMP TABLE row_before AS SELECT pg_temp.content() AS row;

-- ---- 022: what points to nothing is put aside ----------------------------------------------------------------------

SELECT results_eq($$ SELECT migration, status FROM migrate_apply('022') $$,
                  $$ VALUES ('022_add_usage_metrics_fk', 'applied') $$, '022 is applied');
SELECT results_eq('SELECT metric_type, reason FROM backup.usage_metrics_orphans ORDER BY id',
                  $$ VALUES ('empty', 'malformed'), ('malformed', 'malformed'), ('number', 'malformed'),
                            ('unknown', 'unknown call') $$, 'orphans are in the backup');
SELECT results_eq('SELECT metric_type, call_id FROM usage_metrics ORDER BY id',
                  $$ VALUES ('linked', pg_temp.key('call', 1)), ('capitals', pg_temp.key('call', 1)),
                            ('no call', NULL), ('null', NULL) $$, 'the others are linked or of no call');
SELECT ok('NOTICE: usage_metrics: 4 orphans moved to backup.usage_metrics_orphans (1 of unknown calls, 3 malformed)'
          = ANY (notices), 'history has the numbers')
FROM migrate_history('022') WHERE action = 'apply';

-- ---- 023: everybody saw everything ---------------------------------------------------------------------------------

SELECT is(pg_temp.seen_by('authenticated', 1, 'SELECT count(*) FROM notifications'), '3', 'a user sees all');
SELECT is(pg_temp.seen_by('anon', NULL, 'SELECT count(*) FROM notifications'), '3', 'and so does a stranger');
SELECT is(pg_temp.seen_by('anon', NULL, 'SELECT sum(sent) FROM referral_statistics'), '6', 'all statistics too');
SELECT is(pg_temp.seen_by('authenticated', 1, 'UPDATE referral_statistics SET paid = 0 WHERE sent = 2 RETURNING sent'),
          '2', 'and changes those of others');
SELECT results_eq($$ SELECT migration, status FROM migrate_apply('023') $$,
                  $$ VALUES ('023_fix_rls_policies', 'applied') $$, '023 is applied');
SELECT is(count(*), 5::bigint, 'five policies are saved') FROM backup.policies_023;
SELECT is(pg_temp.seen_by('authenticated', n, $$ SELECT string_agg(title, ', ') FROM notifications $$), 'for ' || n,
          format('user %s sees own notifications only', n))
FROM generate_series(1, 3) AS n;
SELECT is(pg_temp.seen_by('authenticated', n, 'SELECT sum(sent) FROM referral_statistics'), n::text,
          format('user %s sees own statistics only', n))
FROM generate_series(1, 3) AS n;
SELECT is(pg_temp.seen_by('authenticated', 1, $$ UPDATE notifications SET read_at = NULL WHERE title = 'for 2'
                                                 RETURNING title $$), NULL, 'nobody changes those of others');
SELECT is(pg_temp.seen_by('authenticated', 1, $$ UPDATE notifications SET read_at = NULL RETURNING title $$), 'for 1',
          'but own ones');
SELECT is(pg_temp.seen_by('authenticated', 1, format('UPDATE notifications SET user_id = %L', pg_temp.key('user', 2))),
          'refused', 'and cannot give them away');
SELECT is(pg_temp.seen_by('authenticated', 1, 'UPDATE referral_statistics SET paid = 9 RETURNING sent'), NULL,
          'nobody changes statistics');
SELECT is(pg_temp.seen_by('authenticated', NULL, 'SELECT count(*) FROM notifications'), '0', 'no token: nothing');
SELECT is(pg_temp.seen_by('anon', NULL, 'SELECT count(*) FROM notifications'), '0', 'a stranger sees nothing');
SELECT is(pg_temp.seen_by('service_role', NULL, 'SELECT count(*) FROM notifications'), '3', 'the back end sees all');

-- ---- 025: fails on what only a person can mend ---------------------------------------------------------------------

SELECT throws_ok($$ SELECT migrate_apply(only_these => '{025}') $$, '23514',
                 '2 rows of calls do not fit the constraints', 'bad rows stop 025');
\ir ../../examples/calliq/mend.sql
SELECT results_eq($$ SELECT migration, status FROM migrate_apply(only_these => '{025}') $$,
                  $$ VALUES ('025_add_data_constraints', 'applied') $$, 'mended, it is applied');
SELECT results_eq('SELECT customer_email, user_id, file_url, duration FROM calls ORDER BY created_at, started_at',
    $$ VALUES ('one@shop.example', pg_temp.key('user', 3), '1.ogg', 60),
              ('two@shop.example', pg_temp.key('user', 1),
               format('recordings/%s/%s.ogg', pg_temp.key('organization', 1), pg_temp.key('call', 2)), 120),
              (NULL, pg_temp.key('user', 2), NULL, 0), (NULL, pg_temp.key('user', 2), '4.ogg', 5),
              ('five@shop.example', pg_temp.key('user', 2), '5.ogg', 9) $$, 'calls are in shape');
SELECT results_eq('SELECT email FROM users UNION ALL SELECT referred_email FROM referrals ORDER BY 1',
                  $$ VALUES ('ada@calliq.example'), ('ben@calliq.example'), ('cleo@calliq.example'),
                            ('dora@shop.example') $$, 'so are the other addresses');
SELECT results_eq('SELECT status FROM usage_reservations ORDER BY id',
                  $$ VALUES ('released'), ('used'), ('active'), ('active') $$, 'the latest reservation stays active');
SELECT is_empty('SELECT * FROM migrate_verify() WHERE ok IS DISTINCT FROM true', 'every check is ok');

-- ---- the way back --------------------------------------------------------------------------------------------------

UPDATE users SET email = 'ada.b@calliq.example' WHERE email = 'ada@calliq.example';
SELECT results_eq($$ SELECT migration, status FROM migrate_rollback(options => '{"all": true, "reason": "test"}') $$,
                  $$ VALUES ('025_add_data_constraints', 'rolled back'), ('023_fix_rls_policies', 'rolled back'),
                            ('022_add_usage_metrics_fk', 'rolled back') $$, 'all that was applied goes, in reverse');
SELECT pg_temp.schema_is(lines, 'the schema is what it was') FROM before;
SELECT results_eq($$ SELECT email FROM users WHERE email LIKE 'ada%' $$, $$ VALUES ('ada.b@calliq.example') $$,
                  'what was changed since stays');
SELECT is(pg_temp.seen_by('anon', NULL, 'SELECT count(*) FROM notifications'), '3', 'everybody sees all again');
UPDATE users SET email = 'Ada@calliq.example' WHERE email LIKE 'ada%';
SELECT is(count(*), 4::bigint, 'but for the two calls that were mended, the data are what they were')
FROM (TABLE row_before EXCEPT SELECT pg_temp.content()
      UNION (SELECT pg_temp.content() EXCEPT TABLE row_before)) AS other;
SELECT is(count(*), 3::bigint, 'the three come again')
FROM migrate_apply(only_these => '{022,023,025}') WHERE status = 'applied';
SELECT is_empty('SELECT * FROM migrate_verify() WHERE ok IS DISTINCT FROM true', 'with every check ok');
SELECT ok(bool_and(ok), 'the chain of the history holds') FROM migrate_verify_history();

SELECT * FROM finish();
ROLLBACK;
