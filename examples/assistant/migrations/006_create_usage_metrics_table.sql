-- description: Daily usage per tenant and user, with a view of today and a monthly summary

CREATE TABLE usage_metrics (
    id            uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id     uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id       uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    metric_date   date NOT NULL DEFAULT current_date,
    message_count integer NOT NULL DEFAULT 0 CHECK (message_count >= 0),
    tokens_used   integer NOT NULL DEFAULT 0 CHECK (tokens_used >= 0),
    cost          numeric(12, 6) NOT NULL DEFAULT 0 CHECK (cost >= 0),
    created_at    timestamptz NOT NULL DEFAULT now(),
    updated_at    timestamptz NOT NULL DEFAULT now(),
    UNIQUE (tenant_id, user_id, metric_date)
);

COMMENT ON TABLE usage_metrics IS 'One row per tenant, user and day; written through increment_usage_metrics()';

CREATE INDEX idx_usage_metrics_tenant_date ON usage_metrics (tenant_id, metric_date);

CREATE FUNCTION increment_usage_metrics(p_tenant_id uuid, p_user_id uuid, p_date date,
                                        p_messages integer, p_tokens integer, p_cost numeric) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO usage_metrics AS current (tenant_id, user_id, metric_date, message_count, tokens_used, cost)
    VALUES (p_tenant_id, p_user_id, p_date, p_messages, p_tokens, p_cost)
    ON CONFLICT (tenant_id, user_id, metric_date) DO UPDATE
    SET message_count = current.message_count + excluded.message_count,
        tokens_used = current.tokens_used + excluded.tokens_used,
        cost = current.cost + excluded.cost,
        updated_at = now();
$$;

COMMENT ON FUNCTION increment_usage_metrics(uuid, uuid, date, integer, integer, numeric)
    IS 'Adds to a day''s usage, and starts the day with the first call';

ALTER TABLE usage_metrics ENABLE ROW LEVEL SECURITY;

CREATE POLICY usage_metrics_select_tenant ON usage_metrics FOR SELECT TO authenticated
    USING (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY usage_metrics_insert_service ON usage_metrics FOR INSERT TO service_role
    WITH CHECK (true);
CREATE POLICY usage_metrics_update_service ON usage_metrics FOR UPDATE TO service_role
    USING (true)
    WITH CHECK (true);
CREATE POLICY usage_metrics_delete_service ON usage_metrics FOR DELETE TO service_role
    USING (true);

GRANT SELECT ON usage_metrics TO authenticated;
GRANT ALL ON usage_metrics TO service_role;

REVOKE ALL ON FUNCTION increment_usage_metrics(uuid, uuid, date, integer, integer, numeric) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION increment_usage_metrics(uuid, uuid, date, integer, integer, numeric) TO service_role;

CREATE VIEW current_day_usage WITH (security_invoker = true) AS
SELECT tenant_id,
       count(*) AS active_users,
       sum(message_count) AS messages,
       sum(tokens_used) AS tokens,
       sum(cost) AS cost
FROM usage_metrics
WHERE metric_date = current_date
GROUP BY tenant_id;

GRANT SELECT ON current_day_usage TO authenticated, service_role;

-- Row level security does not reach into a materialized view: it is for the back end only.
CREATE MATERIALIZED VIEW monthly_usage_summary AS
SELECT tenant_id,
       date_trunc('month', metric_date)::date AS month,
       count(DISTINCT user_id) AS active_users,
       sum(message_count) AS messages,
       sum(tokens_used) AS tokens,
       sum(cost) AS cost
FROM usage_metrics
GROUP BY tenant_id, date_trunc('month', metric_date)::date;

CREATE UNIQUE INDEX idx_monthly_usage_summary ON monthly_usage_summary (tenant_id, month);

REVOKE ALL ON monthly_usage_summary FROM anon, authenticated;
GRANT SELECT ON monthly_usage_summary TO service_role;
