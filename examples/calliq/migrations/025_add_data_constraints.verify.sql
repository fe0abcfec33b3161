SELECT c.oid IS NOT NULL AND c.convalidated AS "eight constraints are there and validated"
FROM unnest(ARRAY['calls_customer_email_is_address', 'calls_customer_email_is_lower', 'calls_end_after_start',
                  'calls_duration_not_negative', 'calls_completed_has_file', 'users_email_is_lower',
                  'referrals_email_is_lower', 'usage_metrics_quantity_not_negative']) AS name
LEFT JOIN pg_constraint c ON c.conname = name AND c.contype = 'c' AND c.connamespace = 'public'::regnamespace;

SELECT attnotnull AS "every call has a user and a duration"
FROM pg_attribute
WHERE attrelid = 'calls'::regclass AND attname IN ('user_id', 'duration');

SELECT count(*) = 0 AS "the constraints that only served as proof are gone"
FROM pg_constraint
WHERE conrelid = 'calls'::regclass AND contype = 'c'
  AND conname IN ('calls_user_id_is_given', 'calls_duration_is_given');

SELECT count(*) = 0 AS "no address of a call in capitals" FROM calls WHERE customer_email <> lower(customer_email);
SELECT count(*) = 0 AS "no address of a user in capitals" FROM users WHERE email <> lower(email);
SELECT count(*) = 0 AS "no address of a referral in capitals"
FROM referrals
WHERE referred_email <> lower(referred_email);

SELECT count(*) = 0 AS "no completed call without its recording"
FROM calls
WHERE status = 'completed' AND file_url IS NULL;

SELECT count(*) = 0 AS "no organization has two active reservations"
FROM (SELECT FROM usage_reservations WHERE status = 'active' GROUP BY organization_id HAVING count(*) > 1) AS several;

-- An organization with a user to try it on. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000025', 'owner@verify.example');
INSERT INTO organizations (id, name, owner_id) VALUES
    ('a0000000-0000-4000-8000-000000000025', 'verify 025', 'b0000000-0000-4000-8000-000000000025');
INSERT INTO users (id, organization_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000025', 'a0000000-0000-4000-8000-000000000025', 'owner@verify.example');
INSERT INTO usage_reservations (organization_id, minutes) VALUES ('a0000000-0000-4000-8000-000000000025', 100);

DO $$
DECLARE
    wrong text;
BEGIN
    FOREACH wrong IN ARRAY ARRAY[
        '{"customer_email": "A@verify.example"}', '{"customer_email": "nobody"}', '{"duration": -1}',
        '{"duration": null}', '{"user_id": null}', '{"file_url": null}', '{"ended_at": "2024-12-31"}'] LOOP
        BEGIN
            INSERT INTO calls
            SELECT (jsonb_populate_record(NULL::calls,
                '{"id": "c0000000-0000-4000-8000-000000000025",
                  "organization_id": "a0000000-0000-4000-8000-000000000025",
                  "user_id": "b0000000-0000-4000-8000-000000000025", "customer_email": "a@verify.example",
                  "direction": "inbound", "status": "completed", "file_url": "x.ogg", "duration": 1,
                  "started_at": "2025-01-01", "metadata": {}, "created_at": "2025-01-01"}' || wrong::jsonb)).*;
            RAISE EXCEPTION 'a call could be written with %', wrong;
        EXCEPTION
            WHEN check_violation OR not_null_violation THEN
                NULL;  -- as it should be
        END;
    END LOOP;
END
$$;

DO $$
BEGIN
    INSERT INTO usage_reservations (organization_id, minutes) VALUES ('a0000000-0000-4000-8000-000000000025', 50);
    RAISE EXCEPTION 'an organization could have two active reservations';
EXCEPTION
    WHEN unique_violation THEN
        NULL;  -- as it should be
END
$$;
