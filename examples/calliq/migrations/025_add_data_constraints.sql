-- description: Addresses in lower case, no NULLs, one active reservation for each organization, and constraints for it
-- lock_timeout: 2s

-- Nobody writes meanwhile; reading goes on until the constraints come.
LOCK TABLE calls, users, referrals, usage_metrics, usage_reservations IN SHARE ROW EXCLUSIVE MODE;

-- What only a person can decide stops everything, before anything is changed.
DO $$
DECLARE
    bad record;
BEGIN
    SELECT count(*) FILTER (WHERE customer_email !~ '^[^@[:space:]]+@[^@[:space:]]+$') AS addresses,
           count(*) FILTER (WHERE ended_at < started_at) AS backwards,
           count(*) AS "all"
    INTO bad
    FROM calls
    WHERE customer_email !~ '^[^@[:space:]]+@[^@[:space:]]+$' OR ended_at < started_at;

    IF bad."all" > 0 THEN
        RAISE EXCEPTION '% rows of calls do not fit the constraints', bad."all"
            USING ERRCODE = 'check_violation', TABLE = 'calls', SCHEMA = 'public',
                  DETAIL = format('customer_email is no address: %s rows; the call ends before it begins: %s rows.',
                                  bad.addresses, bad.backwards),
                  HINT = 'Decide what is right for them, see mend.sql, and run again.';
    END IF;
END
$$;

-- The values that are about to change, so that they can come back.
CREATE TABLE backup.calls_025 AS
SELECT id, customer_email, user_id, file_url, duration
FROM calls
WHERE customer_email <> lower(customer_email) OR user_id IS NULL OR duration IS NULL
   OR file_url IS NULL AND status = 'completed';
CREATE TABLE backup.users_025 AS
SELECT id, email FROM users WHERE email <> lower(email);
CREATE TABLE backup.referrals_025 AS
SELECT id, referred_email FROM referrals WHERE referred_email <> lower(referred_email);
CREATE TABLE backup.usage_reservations_025 AS
SELECT r.id, r.status
FROM usage_reservations r
WHERE r.status = 'active'
  AND EXISTS (SELECT FROM usage_reservations later
              WHERE later.organization_id = r.organization_id AND later.status = 'active'
                AND (later.reserved_at, later.id) > (r.reserved_at, r.id));

DO $$
DECLARE
    changed record;
BEGIN
    SELECT count(*) FILTER (WHERE customer_email <> lower(customer_email)) AS addresses,
           count(*) FILTER (WHERE user_id IS NULL) AS users, count(*) FILTER (WHERE duration IS NULL) AS durations
    INTO changed FROM backup.calls_025;
    RAISE NOTICE 'calls: % addresses to lower case, % NULLs of user_id, % of duration to fill', changed.addresses,
        changed.users, changed.durations;
    RAISE NOTICE 'users: % addresses, referrals: % addresses to lower case', (SELECT count(*) FROM backup.users_025),
        (SELECT count(*) FROM backup.referrals_025);
    RAISE NOTICE 'usage_reservations: % of % active ones to release',
        (SELECT count(*) FROM backup.usage_reservations_025),
        (SELECT count(*) FROM usage_reservations WHERE status = 'active');
END
$$;

-- A call of nobody goes to the organization's owner, a recording is where the recorder always puts it.
UPDATE calls c
SET customer_email = lower(c.customer_email),
    user_id = coalesce(c.user_id, o.owner_id),
    file_url = CASE WHEN c.status = 'completed'
                    THEN coalesce(c.file_url, format('recordings/%s/%s.ogg', c.organization_id, c.id))
                    ELSE c.file_url END,
    duration = coalesce(c.duration, extract(epoch FROM c.ended_at - c.started_at)::integer, 0)
FROM backup.calls_025 b, organizations o
WHERE b.id = c.id AND o.id = c.organization_id;

UPDATE users u SET email = lower(u.email) FROM backup.users_025 b WHERE b.id = u.id;
UPDATE referrals r SET referred_email = lower(r.referred_email) FROM backup.referrals_025 b WHERE b.id = r.id;
UPDATE usage_reservations r SET status = 'released' FROM backup.usage_reservations_025 b WHERE b.id = r.id;

-- Constraints hold for new rows at once, and are proven for the old ones afterwards.
ALTER TABLE calls
    ADD CONSTRAINT calls_customer_email_is_address
        CHECK (customer_email ~ '^[^@[:space:]]+@[^@[:space:]]+$') NOT VALID,
    ADD CONSTRAINT calls_customer_email_is_lower CHECK (customer_email = lower(customer_email)) NOT VALID,
    ADD CONSTRAINT calls_end_after_start CHECK (ended_at >= started_at) NOT VALID,
    ADD CONSTRAINT calls_duration_not_negative CHECK (duration >= 0) NOT VALID,
    ADD CONSTRAINT calls_completed_has_file CHECK (status <> 'completed' OR file_url IS NOT NULL) NOT VALID,
    ADD CONSTRAINT calls_user_id_is_given CHECK (user_id IS NOT NULL) NOT VALID,
    ADD CONSTRAINT calls_duration_is_given CHECK (duration IS NOT NULL) NOT VALID;
ALTER TABLE users ADD CONSTRAINT users_email_is_lower CHECK (email = lower(email)) NOT VALID;
ALTER TABLE referrals ADD CONSTRAINT referrals_email_is_lower CHECK (referred_email = lower(referred_email)) NOT VALID;
ALTER TABLE usage_metrics ADD CONSTRAINT usage_metrics_quantity_not_negative CHECK (quantity >= 0) NOT VALID;

ALTER TABLE calls VALIDATE CONSTRAINT calls_customer_email_is_address;
ALTER TABLE calls VALIDATE CONSTRAINT calls_customer_email_is_lower;
ALTER TABLE calls VALIDATE CONSTRAINT calls_end_after_start;
ALTER TABLE calls VALIDATE CONSTRAINT calls_duration_not_negative;
ALTER TABLE calls VALIDATE CONSTRAINT calls_completed_has_file;
ALTER TABLE calls VALIDATE CONSTRAINT calls_user_id_is_given;
ALTER TABLE calls VALIDATE CONSTRAINT calls_duration_is_given;
ALTER TABLE users VALIDATE CONSTRAINT users_email_is_lower;
ALTER TABLE referrals VALIDATE CONSTRAINT referrals_email_is_lower;
ALTER TABLE usage_metrics VALIDATE CONSTRAINT usage_metrics_quantity_not_negative;

-- With the proof at hand, NOT NULL need not read the table again.
ALTER TABLE calls
    ALTER COLUMN user_id SET NOT NULL,
    ALTER COLUMN duration SET NOT NULL;
ALTER TABLE calls
    DROP CONSTRAINT calls_user_id_is_given,
    DROP CONSTRAINT calls_duration_is_given;

CREATE UNIQUE INDEX uq_usage_reservations_one_active ON usage_reservations (organization_id) WHERE status = 'active';
