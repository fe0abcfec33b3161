-- description: Views and functions that say how integrations, workflows and the database are doing

CREATE OR REPLACE VIEW integration_health WITH (security_invoker = true) AS
SELECT organization_id,
       count(*) AS integrations,
       count(*) FILTER (WHERE is_active) AS active,
       count(*) FILTER (WHERE status = 'error') AS failing,
       max(last_sync_at) AS last_sync_at
FROM integrations
GROUP BY organization_id;

COMMENT ON VIEW integration_health IS 'Integrations of each organization: how many, how many fail';

CREATE OR REPLACE VIEW workflow_health WITH (security_invoker = true) AS
SELECT w.organization_id,
       w.id AS workflow_id,
       w.name,
       count(e.id) AS executions,
       count(e.id) FILTER (WHERE e.status = 'failed') AS failed,
       avg(e.finished_at - e.started_at) AS mean_duration,
       max(e.started_at) AS last_started_at
FROM workflows w
LEFT JOIN workflow_executions e ON e.workflow_id = w.id AND e.started_at > now() - interval '24 hours'
GROUP BY w.organization_id, w.id, w.name;

COMMENT ON VIEW workflow_health IS 'Executions of each workflow in the last 24 hours';

CREATE OR REPLACE VIEW system_health_overview WITH (security_invoker = true) AS
SELECT (SELECT count(*) FROM organizations) AS organizations,
       (SELECT coalesce(sum(active), 0) FROM integration_health) AS active_integrations,
       (SELECT coalesce(sum(failing), 0) FROM integration_health) AS failing_integrations,
       (SELECT coalesce(sum(executions), 0) FROM workflow_health) AS executions,
       (SELECT coalesce(sum(failed), 0) FROM workflow_health) AS failed_executions,
       (SELECT count(*) FROM api_requests
        WHERE status_code >= 500 AND created_at > now() - interval '1 hour') AS failed_requests,
       (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()) AS connections,
       pg_database_size(current_database()) AS database_bytes;

COMMENT ON VIEW system_health_overview IS 'One row about everything, for the back end';

CREATE OR REPLACE FUNCTION get_system_health()
RETURNS TABLE (component text, status text, detail jsonb)
LANGUAGE sql STABLE
AS $$
    WITH overview AS (
        SELECT * FROM system_health_overview
    )
    SELECT 'integrations', CASE WHEN failing_integrations = 0 THEN 'healthy' ELSE 'degraded' END,
           jsonb_build_object('active', active_integrations, 'failing', failing_integrations)
    FROM overview
    UNION ALL
    SELECT 'workflows', CASE WHEN failed_executions * 4 <= executions THEN 'healthy' ELSE 'degraded' END,
           jsonb_build_object('executions', executions, 'failed', failed_executions)
    FROM overview
    UNION ALL
    SELECT 'api', CASE WHEN failed_requests < 10 THEN 'healthy' ELSE 'degraded' END,
           jsonb_build_object('failed', failed_requests)
    FROM overview;
$$;

COMMENT ON FUNCTION get_system_health() IS 'A row per component: healthy or degraded, and the numbers behind it';

CREATE OR REPLACE FUNCTION get_organization_health(p_organization_id uuid) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
DECLARE
    health integration_health%ROWTYPE;
    workflows_failing bigint;
BEGIN
    SELECT * INTO health FROM integration_health h WHERE h.organization_id = p_organization_id;
    SELECT count(*) INTO workflows_failing
    FROM workflow_health w
    WHERE w.organization_id = p_organization_id AND w.failed > 0;
    RETURN jsonb_build_object('integrations', coalesce(health.integrations, 0),
                              'failing_integrations', coalesce(health.failing, 0),
                              'failing_workflows', workflows_failing);
END;
$$;

COMMENT ON FUNCTION get_organization_health(uuid) IS 'Numbers of one organization, as far as the caller may see them';

-- Every new function can be executed by PUBLIC, and an API would publish it.
REVOKE ALL ON FUNCTION get_system_health(), get_organization_health(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION get_organization_health(uuid) TO authenticated, service_role;
GRANT EXECUTE ON FUNCTION get_system_health() TO service_role, authenticated;

GRANT SELECT ON integration_health, workflow_health, system_health_overview TO service_role, authenticated;
