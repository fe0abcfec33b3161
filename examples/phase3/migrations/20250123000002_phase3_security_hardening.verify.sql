SELECT count(*) = 4 AS "row level security is on, four of four"
FROM pg_class
WHERE relrowsecurity
  AND oid IN ('audit_logs'::regclass, 'api_requests'::regclass, 'notifications'::regclass,
              'workflow_executions'::regclass);

SELECT count(*) = 5 AS "five policies"
FROM pg_policies
WHERE schemaname = 'public'
  AND tablename IN ('audit_logs', 'api_requests', 'notifications', 'workflow_executions');

SELECT prosecdef AND 'search_path=""' = ANY (proconfig) AS "is_organization_admin is a definer's function, path fixed"
FROM pg_proc
WHERE oid = 'public.is_organization_admin(uuid)'::regprocedure;

SELECT NOT has_table_privilege('authenticated', 'audit_logs', 'INSERT')
       AND has_table_privilege('service_role', 'audit_logs', 'INSERT') AS "only the back end writes logs";

SELECT NOT has_column_privilege('authenticated', 'integrations', 'credentials', 'SELECT')
       AND has_column_privilege('authenticated', 'integrations', 'status', 'SELECT') AS "credentials are out of sight";

SELECT NOT has_function_privilege('authenticated', 'get_system_health()', 'EXECUTE')
       AND NOT has_table_privilege('authenticated', 'system_health_overview', 'SELECT')
    AS "monitoring of everything is the back end's";

-- An admin and a member of one organization, each with a notification. Nothing here stays.
INSERT INTO organizations (id, name) VALUES ('a0000000-0000-4000-8000-000000000001', 'verify hardening');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'admin@verify.example'),
    ('b0000000-0000-4000-8000-000000000002', 'member@verify.example');
INSERT INTO organization_members (organization_id, user_id, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'admin'),
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', 'member');
INSERT INTO audit_logs (organization_id, action) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'verify'), (NULL, 'verify');
INSERT INTO notifications (user_id, message) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'for the admin'),
    ('b0000000-0000-4000-8000-000000000002', 'for the member');

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

SELECT count(*) = 1 AS "an admin reads the log of the own organization"
FROM audit_logs;

SELECT array_agg(message) = '{for the admin}' AS "everybody sees own notifications only"
FROM notifications;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000002';

SELECT count(*) = 0 AS "a member does not read the log"
FROM audit_logs;

DO $$
BEGIN
    PERFORM credentials FROM integrations;
    RAISE EXCEPTION 'a member could read credentials';
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- as it should be
END
$$;

RESET ROLE;
