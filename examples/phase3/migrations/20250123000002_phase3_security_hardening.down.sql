GRANT EXECUTE ON FUNCTION get_system_health() TO authenticated;
GRANT SELECT ON system_health_overview TO authenticated;

-- revoking from the table takes the grants on columns along
REVOKE SELECT ON integrations FROM authenticated;
GRANT SELECT ON integrations TO authenticated;

GRANT INSERT ON audit_logs, api_requests, workflow_executions TO authenticated;

DROP POLICY IF EXISTS workflow_executions_select_visible ON workflow_executions;
DROP POLICY IF EXISTS notifications_update_own ON notifications;
DROP POLICY IF EXISTS notifications_select_own ON notifications;
DROP POLICY IF EXISTS api_requests_select_admin ON api_requests;
DROP POLICY IF EXISTS audit_logs_select_admin ON audit_logs;

ALTER TABLE workflow_executions DISABLE ROW LEVEL SECURITY;
ALTER TABLE notifications DISABLE ROW LEVEL SECURITY;
ALTER TABLE api_requests DISABLE ROW LEVEL SECURITY;
ALTER TABLE audit_logs DISABLE ROW LEVEL SECURITY;

DROP FUNCTION IF EXISTS is_organization_admin(uuid);
