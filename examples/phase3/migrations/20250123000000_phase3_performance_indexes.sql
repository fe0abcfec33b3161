-- description: Fifteen indexes for the queries of phase 3
--
-- Lists of an organization's integrations and workflows, executions of a workflow, unread notifications, logs
-- by organization and by person, failed requests.
--
-- An index is built while nobody writes to its table. On busy tables, build it CONCURRENTLY before, by hand:
-- IF NOT EXISTS then passes over it.

-- ---- integrations ---------------------------------------------------------------------------------------------------

-- which services of this organization are on?
CREATE INDEX IF NOT EXISTS idx_active_integrations ON integrations (organization_id, integration_type)
    WHERE is_active = true AND organization_id IS NOT NULL;
-- which of them fail?
CREATE INDEX IF NOT EXISTS idx_integrations_failing ON integrations (organization_id, last_sync_at DESC)
    WHERE status = 'error';

-- ---- workflows ------------------------------------------------------------------------------------------------------

-- the list of an organization's workflows, by state or the last changed first
CREATE INDEX IF NOT EXISTS idx_workflows_organization_status ON workflows (organization_id, status);
CREATE INDEX IF NOT EXISTS idx_workflows_organization_updated ON workflows (organization_id, updated_at DESC);
-- the last executions of a workflow, what runs now, what failed
CREATE INDEX IF NOT EXISTS idx_workflow_executions_started ON workflow_executions (workflow_id, started_at DESC);
CREATE INDEX IF NOT EXISTS idx_workflow_executions_running ON workflow_executions (started_at)
    WHERE status = 'running';
CREATE INDEX IF NOT EXISTS idx_workflow_executions_failed ON workflow_executions (workflow_id, finished_at DESC)
    WHERE status = 'failed';

-- ---- people ---------------------------------------------------------------------------------------------------------

-- unread notifications, the newest first
CREATE INDEX IF NOT EXISTS idx_notifications_unread ON notifications (user_id, created_at DESC)
    WHERE read_at IS NULL;
-- policies ask for the organizations of a person, and the role there
CREATE INDEX IF NOT EXISTS idx_organization_members_user ON organization_members (user_id, organization_id)
    INCLUDE (role);

-- ---- logs -----------------------------------------------------------------------------------------------------------

CREATE INDEX IF NOT EXISTS idx_audit_logs_organization_created ON audit_logs (organization_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_audit_logs_actor_created ON audit_logs (actor_id, created_at DESC)
    WHERE actor_id IS NOT NULL;
CREATE INDEX IF NOT EXISTS idx_audit_logs_details ON audit_logs USING gin (details jsonb_path_ops);
CREATE INDEX IF NOT EXISTS idx_api_requests_organization_created ON api_requests (organization_id, created_at DESC);
CREATE INDEX IF NOT EXISTS idx_api_requests_failed ON api_requests (created_at DESC, endpoint)
    WHERE status_code >= 500;
-- the log grows by time: a block range index finds a day in it
CREATE INDEX IF NOT EXISTS idx_api_requests_created_brin ON api_requests USING brin (created_at);
