-- What years of use left, the same every time: 100,000 calls and 300,000 rows of usage, some of them in bad shape.
-- Usage of calls that do not exist, or of "calls" that are no identifiers; e-mail addresses in capitals, and texts that
-- are no addresses; NULLs; calls that end before they begin; organizations with more than one active reservation.
-- For the tables of prelude.sql, still empty.

CREATE FUNCTION pg_temp.key(what text, number bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE
RETURN md5(what || ' ' || number)::uuid;

-- 50 organizations of 10 people; the first of them is the owner.
INSERT INTO auth.users (id, email)
SELECT pg_temp.key('user', n), format('agent.%s@calliq.example', n)
FROM generate_series(1, 500) AS n;

INSERT INTO organizations (id, name, owner_id, plan, created_at)
SELECT pg_temp.key('organization', n), 'Organization ' || n, pg_temp.key('user', 10 * n - 9),
       (ARRAY['starter', 'growth', 'scale'])[1 + n % 3], timestamptz '2023-01-01 00:00+00' + n * interval '5 days'
FROM generate_series(1, 50) AS n;

INSERT INTO users (id, organization_id, email, full_name, role, created_at)
SELECT pg_temp.key('user', n), pg_temp.key('organization', 1 + (n - 1) / 10),
       CASE WHEN n % 9 = 0 THEN format('Agent.%s@CallIQ.example', n) ELSE format('agent.%s@calliq.example', n) END,
       'Agent ' || n, CASE n % 10 WHEN 1 THEN 'owner' WHEN 2 THEN 'manager' ELSE 'agent' END,
       timestamptz '2023-01-01 00:00+00' + n * interval '12 hours'
FROM generate_series(1, 500) AS n;

-- A missed call has no end, no duration and no recording. Of the others, every 25th lacks its duration, every 50th its
-- recording's address, every 40th call its user; every 8,000th was written with a clock that went backwards.
INSERT INTO calls (id, organization_id, user_id, customer_name, customer_email, direction, status, file_url, duration,
                   started_at, ended_at, metadata, deleted_at, created_at)
SELECT pg_temp.key('call', n), organization,
       CASE WHEN n % 40 <> 0 THEN pg_temp.key('user', 10 * (n % 50) + 1 + n % 7) END,
       'Customer ' || n % 60000,
       CASE WHEN n % 2700 = 1350 THEN (ARRAY['unknown', 'n/a', 'see notes'])[1 + n / 2700 % 3]
            WHEN n % 33 = 0 THEN NULL
            WHEN n % 12 = 0 THEN format('Customer.%s@Shop%s.EXAMPLE', n % 60000, n % 7)
            ELSE format('customer.%s@shop%s.example', n % 60000, n % 7) END,
       CASE n % 3 WHEN 0 THEN 'outbound' ELSE 'inbound' END, CASE WHEN answered THEN 'completed' ELSE 'missed' END,
       CASE WHEN answered AND n % 50 <> 1 THEN format('recordings/%s/%s.ogg', organization, pg_temp.key('call', n)) END,
       CASE WHEN answered AND n % 25 <> 2 THEN seconds END,
       started_at, CASE WHEN answered THEN started_at + seconds * interval '1 second' END,
       jsonb_build_object('source', (ARRAY['web', 'app', 'phone', 'import'])[1 + n % 4], 'score', n % 100),
       CASE WHEN n % 20 = 3 THEN started_at + interval '30 days' END, started_at
FROM (SELECT n, pg_temp.key('organization', 1 + n % 50) AS organization, n % 14 <> 0 AS answered,
             timestamptz '2023-03-01 06:00+00' + n * interval '9 minutes' AS started_at,
             CASE n % 8000 WHEN 4001 THEN -17 ELSE 20 + n * 37 % 1800 END AS seconds
      FROM generate_series(1, 100000) AS n) AS call;

INSERT INTO transcripts (call_id, language, content, created_at)
SELECT pg_temp.key('call', n), (ARRAY['en', 'de', 'fr'])[1 + n % 3],
       format('Agent %s: how may I help? Customer %s asks about order %s, ', n % 500, n % 60000, n)
       || (ARRAY['a refund', 'an invoice', 'the delivery', 'a password', 'the contract'])[1 + n % 5]
       || ' and is given an answer; the call is closed.',
       timestamptz '2023-03-01 07:00+00' + n * interval '9 minutes'
FROM generate_series(1, 100000, 4) AS n
WHERE n % 14 <> 0;

-- Three rows for each call. Every 20th row is of storage and names no call; every 150th names one that was never kept,
-- every 750th something that is no identifier; some clients write theirs in capitals.
INSERT INTO usage_metrics (organization_id, metric_type, quantity, metadata, recorded_at)
SELECT pg_temp.key('organization', 1 + call % 50),
       CASE WHEN n % 20 = 0 THEN 'storage' ELSE (ARRAY['minutes', 'transcription', 'analysis'])[1 + n / 100001] END,
       (n * 13 % 700)::numeric / 10,
       CASE WHEN n % 20 = 0 THEN jsonb_build_object('bucket', 'recordings')
            WHEN n % 750 = 11
                THEN jsonb_build_object('call_id', (ARRAY['', 'call-' || n, 'undefined'])[1 + n / 750 % 3])
            WHEN n % 150 = 7 THEN jsonb_build_object('call_id', pg_temp.key('lost call', n))
            WHEN n % 97 = 0 THEN jsonb_build_object('call_id', upper(pg_temp.key('call', call)::text))
            ELSE jsonb_build_object('call_id', pg_temp.key('call', call), 'region', 'eu') END,
       timestamptz '2023-03-01 06:30+00' + call * interval '9 minutes'
FROM (SELECT n, 1 + (n - 1) % 100000 AS call FROM generate_series(1, 300000) AS n) AS usage;

-- Forty for each organization; every third organization has three active ones, the others one.
INSERT INTO usage_reservations (organization_id, minutes, status, reserved_at)
SELECT pg_temp.key('organization', organization), 100 + n * 5,
       CASE WHEN n = 40 OR n > 37 AND organization % 3 = 0 THEN 'active' WHEN n % 4 = 0 THEN 'released' ELSE 'used' END,
       timestamptz '2024-01-01 00:00+00' + n * interval '1 week'
FROM generate_series(1, 50) AS organization, generate_series(1, 40) AS n;

INSERT INTO notifications (user_id, title, body, read_at, created_at)
SELECT pg_temp.key('user', 1 + n % 500), 'Your calls of week ' || n / 500, 'Have a look at the report.',
       CASE WHEN n % 5 <> 0 THEN timestamptz '2024-01-02 08:00+00' + n * interval '10 minutes' END,
       timestamptz '2024-01-01 08:00+00' + n * interval '10 minutes'
FROM generate_series(1, 20000) AS n;

INSERT INTO referrals (referrer_id, referred_email, status, created_at)
SELECT pg_temp.key('user', 1 + n % 500), CASE WHEN n % 6 = 0 THEN format('Friend.%s@Example.ORG', n)
                                              ELSE format('friend.%s@example.org', n) END,
       CASE WHEN n % 10 = 0 THEN 'paid' WHEN n % 4 = 0 THEN 'signed_up' ELSE 'sent' END,
       timestamptz '2024-01-01 12:00+00' + n * interval '1 hour'
FROM generate_series(1, 5000) AS n;

INSERT INTO referral_statistics (user_id, sent, signed_up, paid, updated_at)
SELECT referrer_id, count(*), count(*) FILTER (WHERE status <> 'sent'), count(*) FILTER (WHERE status = 'paid'),
       max(created_at)
FROM referrals
GROUP BY referrer_id;

ANALYZE auth.users, organizations, users, calls, transcripts, usage_metrics, usage_reservations, notifications,
        referrals, referral_statistics;
