SELECT count(*) = 2 AS "row level security is on, two of two"
FROM pg_class
WHERE relrowsecurity AND oid IN ('notifications'::regclass, 'referral_statistics'::regclass);

SELECT array_agg(policyname ORDER BY policyname) = '{notifications_delete_own,notifications_select_own,'
       'notifications_update_own,referral_statistics_select_own}' AS "four policies and no other"
FROM pg_policies
WHERE schemaname = 'public' AND tablename IN ('notifications', 'referral_statistics');

SELECT count(*) = 0 AS "none of them is for everybody"
FROM pg_policies
WHERE schemaname = 'public' AND tablename IN ('notifications', 'referral_statistics')
  AND (roles <> '{authenticated}' OR qual = 'true' OR with_check = 'true');

SELECT count(*) > 0 AS "the old policies are saved" FROM backup.policies_023;

-- Two people with notifications and statistics of their own. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000231', 'first@verify.example'),
    ('b0000000-0000-4000-8000-000000000232', 'second@verify.example');
INSERT INTO organizations (id, name, owner_id) VALUES
    ('a0000000-0000-4000-8000-000000000023', 'verify 023', 'b0000000-0000-4000-8000-000000000231');
INSERT INTO users (id, organization_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000231', 'a0000000-0000-4000-8000-000000000023', 'first@verify.example'),
    ('b0000000-0000-4000-8000-000000000232', 'a0000000-0000-4000-8000-000000000023', 'second@verify.example');
INSERT INTO notifications (user_id, title) VALUES
    ('b0000000-0000-4000-8000-000000000231', 'one'), ('b0000000-0000-4000-8000-000000000231', 'two'),
    ('b0000000-0000-4000-8000-000000000232', 'three');
INSERT INTO referral_statistics (user_id, sent) VALUES
    ('b0000000-0000-4000-8000-000000000231', 1), ('b0000000-0000-4000-8000-000000000232', 2);

SET LOCAL role authenticated;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000231';
SELECT array_agg(title ORDER BY title) = '{one,two}' AS "a user sees own notifications" FROM notifications;
SELECT array_agg(sent) = '{1}' AS "and own statistics" FROM referral_statistics;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000232';
SELECT array_agg(title) = '{three}' AS "and nobody else's notifications" FROM notifications;
SELECT array_agg(sent) = '{2}' AS "nor statistics" FROM referral_statistics;

WITH marked AS (UPDATE notifications SET read_at = now() RETURNING title)
SELECT array_agg(title) = '{three}' AS "a user can mark own notifications as read, no other" FROM marked;

DO $$
BEGIN
    UPDATE referral_statistics SET paid = 1000;
    IF FOUND THEN
        RAISE EXCEPTION 'a user could change statistics';
    END IF;
END
$$;

DO $$
BEGIN
    INSERT INTO notifications (user_id, title) VALUES ('b0000000-0000-4000-8000-000000000231', 'intruder');
    RAISE EXCEPTION 'a user could write a notification for somebody else';
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- as it should be
END
$$;

SET LOCAL request.jwt.claim.sub = '';
SELECT count(*) = 0 AS "nobody sees anything without a token" FROM notifications;

SET LOCAL role anon;
SELECT count(*) = 0 AS "strangers see no statistics" FROM referral_statistics;

SET LOCAL role service_role;
SELECT count(*) >= 3 AS "the back end sees all" FROM notifications;
INSERT INTO notifications (user_id, title) VALUES ('b0000000-0000-4000-8000-000000000231', 'from the back end');

RESET ROLE;
