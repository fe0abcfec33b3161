SELECT count(*) = 3 AS "three views exist"
FROM pg_views
WHERE schemaname = 'public' AND viewname IN ('integration_health', 'workflow_health', 'system_health_overview');

SELECT to_regprocedure('public.get_system_health()') IS NOT NULL
       AND to_regprocedure('public.get_organization_health(uuid)') IS NOT NULL AS "two functions exist";

SELECT bool_and('security_invoker=true' = ANY (reloptions)) AS "views do not reach behind row level security"
FROM pg_class
WHERE oid IN ('integration_health'::regclass, 'workflow_health'::regclass, 'system_health_overview'::regclass);

SELECT count(*) = 1 AS "the overview is one row"
FROM system_health_overview;

-- An organization with a failing integration and a workflow whose runs fail. Nothing here stays.
INSERT INTO organizations (id, name) VALUES ('a0000000-0000-4000-8000-000000000001', 'verify monitoring');
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'owner@verify.example');
INSERT INTO integrations (organization_id, integration_type, is_active, status) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'mail', true, 'error'),
    ('a0000000-0000-4000-8000-000000000001', 'calendar', true, 'connected');
INSERT INTO workflows (id, owner_id, organization_id, name) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
     'a0000000-0000-4000-8000-000000000001', 'fails');
INSERT INTO workflow_executions (workflow_id, status, finished_at)
SELECT 'c0000000-0000-4000-8000-000000000001', 'failed', now()
FROM generate_series(1, 3);

SELECT get_organization_health('a0000000-0000-4000-8000-000000000001')
       = '{"integrations": 2, "failing_integrations": 1, "failing_workflows": 1}' AS "an organization's numbers add up";

SELECT status = 'degraded' AS "a failing integration degrades the system"
FROM get_system_health()
WHERE component = 'integrations';
