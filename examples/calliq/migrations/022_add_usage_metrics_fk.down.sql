DROP TRIGGER IF EXISTS set_usage_call_id ON usage_metrics;
DROP FUNCTION IF EXISTS set_usage_call_id();

ALTER TABLE usage_metrics DROP CONSTRAINT IF EXISTS fk_usage_metrics_call;
DROP INDEX IF EXISTS idx_usage_metrics_call_id;
ALTER TABLE usage_metrics DROP COLUMN IF EXISTS call_id;

DROP FUNCTION IF EXISTS usage_call_id(jsonb);

-- The orphans come back under their own numbers, unless their organization is gone.
DO $$
DECLARE
    saved    bigint;
    restored bigint;
BEGIN
    SELECT count(*) INTO saved FROM backup.usage_metrics_orphans;

    INSERT INTO usage_metrics (id, organization_id, metric_type, quantity, metadata, recorded_at)
    OVERRIDING SYSTEM VALUE
    SELECT o.id, o.organization_id, o.metric_type, o.quantity, o.metadata, o.recorded_at
    FROM backup.usage_metrics_orphans o
    JOIN organizations g ON g.id = o.organization_id
    ORDER BY o.id;
    GET DIAGNOSTICS restored = ROW_COUNT;

    RAISE NOTICE 'usage_metrics: % of % orphans restored', restored, saved;
END
$$;

DROP TABLE backup.usage_metrics_orphans;
