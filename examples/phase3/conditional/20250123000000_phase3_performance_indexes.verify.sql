-- An index that a condition passed over is noticed here.
DO $$
DECLARE
    missing text;
BEGIN
    SELECT string_agg(name, ', ')
    INTO missing
    FROM unnest(ARRAY[
        'idx_active_integrations', 'idx_integrations_failing', 'idx_workflows_organization_status',
        'idx_workflows_organization_updated', 'idx_workflow_executions_started',
        'idx_workflow_executions_running', 'idx_workflow_executions_failed', 'idx_notifications_unread',
        'idx_organization_members_user', 'idx_audit_logs_organization_created', 'idx_audit_logs_actor_created',
        'idx_audit_logs_details', 'idx_api_requests_organization_created', 'idx_api_requests_failed',
        'idx_api_requests_created_brin'
    ]) AS name
    WHERE NOT EXISTS (SELECT 1 FROM pg_index
                      WHERE indexrelid = to_regclass('public.' || name) AND indisvalid);
    IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'indexes are missing or not valid: %', missing;
    END IF;
END
$$;

SELECT pg_get_indexdef(to_regclass('public.idx_active_integrations'))
       LIKE '%(organization_id, integration_type) WHERE ((is_active = true) AND (organization_id IS NOT NULL))'
    AS "idx_active_integrations is what it should be";

-- The list of an organization's active integrations must come from the index. A small table would be read whole,
-- so forbid that.
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    SET LOCAL enable_seqscan = off;
    FOR line IN
        EXPLAIN SELECT organization_id, integration_type FROM integrations
        WHERE organization_id = 'a0000000-0000-4000-8000-000000000001' AND is_active = true
        ORDER BY integration_type
    LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan NOT LIKE '%idx_active_integrations%' THEN
        RAISE EXCEPTION 'the index idx_active_integrations is not used' USING DETAIL = plan;
    END IF;
END
$$;
