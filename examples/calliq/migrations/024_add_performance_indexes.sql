-- description: Indexes for what the application asks most, built while it works; for hours of low traffic

-- calls: by customer, by organization and time, by user, by what the metadata hold
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_calls_customer_email
    ON calls (customer_email)
    WHERE deleted_at IS NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_calls_organization_started
    ON calls (organization_id, started_at DESC);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_calls_user_id
    ON calls (user_id)
    WHERE user_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_calls_metadata
    ON calls USING gin (metadata jsonb_path_ops);

-- usage_metrics: the bill of a month, the usage of a call, a time series
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_usage_metrics_organization_recorded
    ON usage_metrics (organization_id, metric_type, recorded_at);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_usage_metrics_call_type
    ON usage_metrics (call_id, metric_type) INCLUDE (quantity)
    WHERE call_id IS NOT NULL;
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_usage_metrics_recorded_brin
    ON usage_metrics USING brin (recorded_at);

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_usage_reservations_active
    ON usage_reservations (organization_id, reserved_at DESC)
    WHERE status = 'active';

CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_notifications_user_unread
    ON notifications (user_id, created_at DESC)
    WHERE read_at IS NULL;

-- referrals: nobody is invited twice by the same person
CREATE UNIQUE INDEX CONCURRENTLY uq_referrals_referrer_email
    ON referrals (referrer_id, lower(referred_email));
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_referrals_referred_email
    ON referrals (lower(referred_email));

-- transcripts: one of each call, and their words
CREATE UNIQUE INDEX CONCURRENTLY uq_transcripts_call_id
    ON transcripts (call_id);
CREATE INDEX CONCURRENTLY IF NOT EXISTS idx_transcripts_content
    ON transcripts USING gin (to_tsvector('simple', content));

-- What is indexed by an expression has no statistics before this.
ANALYZE referrals, transcripts;

DO $$
DECLARE
    made record;
BEGIN
    FOR made IN
        SELECT i.indrelid::regclass AS "table", count(*) AS indexes, pg_size_pretty(sum(pg_relation_size(i.indexrelid)))
               AS size
        FROM pg_index i
        WHERE i.indexrelid = ANY (ARRAY['idx_calls_customer_email', 'idx_calls_organization_started',
            'idx_calls_user_id', 'idx_calls_metadata', 'idx_usage_metrics_organization_recorded',
            'idx_usage_metrics_call_type', 'idx_usage_metrics_recorded_brin', 'idx_usage_reservations_active',
            'idx_notifications_user_unread', 'uq_referrals_referrer_email', 'idx_referrals_referred_email',
            'uq_transcripts_call_id', 'idx_transcripts_content']::regclass[])
        GROUP BY i.indrelid
        ORDER BY i.indrelid::regclass::text
    LOOP
        RAISE NOTICE 'new indexes of %: %, together %', made."table", made.indexes, made.size;
    END LOOP;
END
$$;
