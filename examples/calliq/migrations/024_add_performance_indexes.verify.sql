SELECT i.indexrelid IS NOT NULL AND i.indisvalid AND i.indisready AS "thirteen indexes are there and valid"
FROM unnest(ARRAY['idx_calls_customer_email', 'idx_calls_organization_started', 'idx_calls_user_id',
                  'idx_calls_metadata', 'idx_usage_metrics_organization_recorded', 'idx_usage_metrics_call_type',
                  'idx_usage_metrics_recorded_brin', 'idx_usage_reservations_active', 'idx_notifications_user_unread',
                  'uq_referrals_referrer_email', 'idx_referrals_referred_email', 'uq_transcripts_call_id',
                  'idx_transcripts_content']) AS name
LEFT JOIN pg_index i ON i.indexrelid = to_regclass(name);

SELECT count(*) = 0 AS "no index of the application is invalid"
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace AND NOT i.indisvalid;

SELECT indisunique AS "two of them are unique"
FROM pg_index
WHERE indexrelid IN ('uq_referrals_referrer_email'::regclass, 'uq_transcripts_call_id'::regclass);

-- The calls of a customer must come from the index. A small table would be read whole, so forbid that.
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    SET LOCAL enable_seqscan = off;
    FOR line IN
        EXPLAIN SELECT * FROM calls WHERE customer_email = 'customer.17@shop3.example' AND deleted_at IS NULL
    LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan NOT LIKE '%idx_calls_customer_email%' THEN
        RAISE EXCEPTION 'the index idx_calls_customer_email is not used' USING DETAIL = plan;
    END IF;
END
$$;
