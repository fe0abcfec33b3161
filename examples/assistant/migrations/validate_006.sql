SELECT to_regclass('usage_metrics') IS NOT NULL AS "table usage_metrics exists";

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text) = '{tenants,users}'
    AS "foreign keys to tenants and users"
FROM pg_constraint
WHERE conrelid = 'usage_metrics'::regclass AND contype = 'f';

SELECT relrowsecurity AS "row level security is on"
FROM pg_class
WHERE oid = 'usage_metrics'::regclass;

SELECT array_agg(cmd ORDER BY cmd) = '{DELETE,INSERT,SELECT,UPDATE}' AS "four policies, one per command"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'usage_metrics';

SELECT count(*) = 1 AS "materialized view monthly_usage_summary exists"
FROM pg_matviews
WHERE schemaname = 'public' AND matviewname = 'monthly_usage_summary';

SELECT count(*) = 1 AS "view current_day_usage exists"
FROM pg_views
WHERE schemaname = 'public' AND viewname = 'current_day_usage';

SELECT has_function_privilege('service_role', f, 'EXECUTE')
       AND NOT has_function_privilege('authenticated', f, 'EXECUTE') AS "only the back end can count usage"
FROM to_regprocedure('increment_usage_metrics(uuid, uuid, date, integer, integer, numeric)') AS f;

-- Two tenants with a user each; the back end counts twice for the first. Nothing here stays.
INSERT INTO tenants (id, name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'validate_006 first'),
    ('a0000000-0000-4000-8000-000000000002', 'validate_006 second');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO users (id, tenant_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'second@validate.example');

SET LOCAL role service_role;

SELECT increment_usage_metrics('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
                               current_date, n, n * 100, n * 0.25)
FROM generate_series(1, 2) AS n;

SELECT (message_count, tokens_used, cost) = (3, 300, 0.75) AS "a second call adds to the row of the day"
FROM usage_metrics
WHERE tenant_id = 'a0000000-0000-4000-8000-000000000001';

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

SELECT (active_users, messages, tokens) = (1, 3, 300) AS "a user sees today's usage of the own tenant"
FROM current_day_usage;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000002';

SELECT count(*) = 0 AS "a user of another tenant does not see it"
FROM current_day_usage;

RESET ROLE;

REFRESH MATERIALIZED VIEW monthly_usage_summary;

SELECT (active_users, messages, month) = (1, 3, date_trunc('month', current_date)::date)
    AS "the monthly summary holds the day"
FROM monthly_usage_summary
WHERE tenant_id = 'a0000000-0000-4000-8000-000000000001';
