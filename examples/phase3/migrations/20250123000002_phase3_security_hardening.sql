-- description: Logs and notifications get row level security, credentials and monitoring become the back end's own

-- A definer's function must not be led astray by the caller's search_path.
CREATE OR REPLACE FUNCTION is_organization_admin(p_organization_id uuid) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
    SELECT EXISTS (SELECT 1 FROM public.organization_members m
                   WHERE m.organization_id = p_organization_id AND m.user_id = auth.uid()
                     AND m.role IN ('owner', 'admin'));
$$;

COMMENT ON FUNCTION is_organization_admin(uuid) IS 'Whether the person asking is an owner or admin there';

REVOKE ALL ON FUNCTION is_organization_admin(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_organization_admin(uuid) TO authenticated, service_role;

ALTER TABLE audit_logs ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflow_executions ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS audit_logs_select_admin ON audit_logs;
CREATE POLICY audit_logs_select_admin ON audit_logs FOR SELECT TO authenticated
    USING (is_organization_admin(organization_id));

DROP POLICY IF EXISTS api_requests_select_admin ON api_requests;
CREATE POLICY api_requests_select_admin ON api_requests FOR SELECT TO authenticated
    USING (is_organization_admin(organization_id));

DROP POLICY IF EXISTS notifications_select_own ON notifications;
CREATE POLICY notifications_select_own ON notifications FOR SELECT TO authenticated
    USING (user_id = auth.uid());

DROP POLICY IF EXISTS notifications_update_own ON notifications;
CREATE POLICY notifications_update_own ON notifications FOR UPDATE TO authenticated
    USING (user_id = auth.uid())
    WITH CHECK (user_id = auth.uid());

DROP POLICY IF EXISTS workflow_executions_select_visible ON workflow_executions;
CREATE POLICY workflow_executions_select_visible ON workflow_executions FOR SELECT TO authenticated
    USING (EXISTS (SELECT 1 FROM workflows w WHERE w.id = workflow_executions.workflow_id));

-- Only the back end writes logs.
REVOKE INSERT ON audit_logs, api_requests, workflow_executions FROM authenticated;

-- Credentials are for the back end alone: everybody else reads the other columns.
REVOKE SELECT ON integrations FROM authenticated;
GRANT SELECT (id, organization_id, integration_type, is_active, configuration, status, last_sync_at, last_error,
              created_at, updated_at) ON integrations TO authenticated;

REVOKE SELECT ON system_health_overview FROM authenticated;
REVOKE EXECUTE ON FUNCTION get_system_health() FROM authenticated;
