-- description: The same fifteen indexes, each made only where its table is there
--
-- This is how the missing table was mended by hand. Nothing fails any more: an index whose table is missing is
-- simply not made, and nobody hears of it until a query is slow.

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'integrations') THEN
        CREATE INDEX IF NOT EXISTS idx_active_integrations ON integrations (organization_id, integration_type)
            WHERE is_active = true AND organization_id IS NOT NULL;
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'integrations') THEN
        CREATE INDEX IF NOT EXISTS idx_integrations_failing ON integrations (organization_id, last_sync_at DESC)
            WHERE status = 'error';
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'workflows') THEN
        CREATE INDEX IF NOT EXISTS idx_workflows_organization_status ON workflows (organization_id, status);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'workflows') THEN
        CREATE INDEX IF NOT EXISTS idx_workflows_organization_updated
            ON workflows (organization_id, updated_at DESC);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'workflow_executions') THEN
        CREATE INDEX IF NOT EXISTS idx_workflow_executions_started
            ON workflow_executions (workflow_id, started_at DESC);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'workflow_executions') THEN
        CREATE INDEX IF NOT EXISTS idx_workflow_executions_running ON workflow_executions (started_at)
            WHERE status = 'running';
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'workflow_executions') THEN
        CREATE INDEX IF NOT EXISTS idx_workflow_executions_failed
            ON workflow_executions (workflow_id, finished_at DESC)
            WHERE status = 'failed';
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'notifications') THEN
        CREATE INDEX IF NOT EXISTS idx_notifications_unread ON notifications (user_id, created_at DESC)
            WHERE read_at IS NULL;
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'organization_members') THEN
        CREATE INDEX IF NOT EXISTS idx_organization_members_user ON organization_members (user_id, organization_id)
            INCLUDE (role);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'audit_logs') THEN
        CREATE INDEX IF NOT EXISTS idx_audit_logs_organization_created
            ON audit_logs (organization_id, created_at DESC);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'audit_logs') THEN
        CREATE INDEX IF NOT EXISTS idx_audit_logs_actor_created ON audit_logs (actor_id, created_at DESC)
            WHERE actor_id IS NOT NULL;
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'audit_logs') THEN
        CREATE INDEX IF NOT EXISTS idx_audit_logs_details ON audit_logs USING gin (details jsonb_path_ops);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'api_requests') THEN
        CREATE INDEX IF NOT EXISTS idx_api_requests_organization_created
            ON api_requests (organization_id, created_at DESC);
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'api_requests') THEN
        CREATE INDEX IF NOT EXISTS idx_api_requests_failed ON api_requests (created_at DESC, endpoint)
            WHERE status_code >= 500;
    END IF;
END
$$;

DO $$
BEGIN
    IF EXISTS (SELECT 1 FROM information_schema.tables
               WHERE table_schema = 'public' AND table_name = 'api_requests') THEN
        CREATE INDEX IF NOT EXISTS idx_api_requests_created_brin ON api_requests USING brin (created_at);
    END IF;
END
$$;
