DROP INDEX IF EXISTS uq_usage_reservations_one_active;

ALTER TABLE calls
    ALTER COLUMN user_id DROP NOT NULL,
    ALTER COLUMN duration DROP NOT NULL,
    DROP CONSTRAINT IF EXISTS calls_customer_email_is_address,
    DROP CONSTRAINT IF EXISTS calls_customer_email_is_lower,
    DROP CONSTRAINT IF EXISTS calls_end_after_start,
    DROP CONSTRAINT IF EXISTS calls_duration_not_negative,
    DROP CONSTRAINT IF EXISTS calls_completed_has_file;
ALTER TABLE users DROP CONSTRAINT IF EXISTS users_email_is_lower;
ALTER TABLE referrals DROP CONSTRAINT IF EXISTS referrals_email_is_lower;
ALTER TABLE usage_metrics DROP CONSTRAINT IF EXISTS usage_metrics_quantity_not_negative;

-- Each value comes back, unless somebody changed it since.
UPDATE calls c
SET customer_email = CASE WHEN c.customer_email = lower(b.customer_email) THEN b.customer_email
                          ELSE c.customer_email END,
    user_id = CASE WHEN b.user_id IS NULL AND c.user_id = o.owner_id THEN NULL ELSE c.user_id END,
    file_url = CASE WHEN b.file_url IS NULL AND c.file_url = format('recordings/%s/%s.ogg', c.organization_id, c.id)
                    THEN NULL ELSE c.file_url END,
    duration = CASE WHEN b.duration IS NULL
                     AND c.duration = coalesce(extract(epoch FROM c.ended_at - c.started_at)::integer, 0)
                    THEN NULL ELSE c.duration END
FROM backup.calls_025 b, organizations o
WHERE b.id = c.id AND o.id = c.organization_id;

UPDATE users u SET email = b.email FROM backup.users_025 b WHERE b.id = u.id AND u.email = lower(b.email);
UPDATE referrals r SET referred_email = b.referred_email
FROM backup.referrals_025 b
WHERE b.id = r.id AND r.referred_email = lower(b.referred_email);
UPDATE usage_reservations r SET status = b.status
FROM backup.usage_reservations_025 b
WHERE b.id = r.id AND r.status = 'released';

DROP TABLE backup.calls_025, backup.users_025, backup.referrals_025, backup.usage_reservations_025;
