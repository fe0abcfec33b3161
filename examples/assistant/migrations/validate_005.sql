SELECT to_regclass('feedback') IS NOT NULL AS "table feedback exists";

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text) = '{messages,tenants,users}'
    AS "foreign keys to messages, tenants and users"
FROM pg_constraint
WHERE conrelid = 'feedback'::regclass AND contype = 'f';

SELECT relrowsecurity AS "row level security is on"
FROM pg_class
WHERE oid = 'feedback'::regclass;

SELECT array_agg(cmd ORDER BY cmd) = '{DELETE,INSERT,SELECT,UPDATE}' AS "four policies, one per command"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'feedback';

SELECT count(*) = 1 AS "materialized view message_feedback_summary exists"
FROM pg_matviews
WHERE schemaname = 'public' AND matviewname = 'message_feedback_summary';

SELECT NOT has_table_privilege('authenticated', 'message_feedback_summary', 'SELECT')
    AS "users cannot read the summary of all tenants";

-- One tenant, one conversation, two messages, one of them rated by two people. Nothing here stays.
INSERT INTO tenants (id, name) VALUES ('a0000000-0000-4000-8000-000000000001', 'validate_005');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO users (id, tenant_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001', 'second@validate.example');
INSERT INTO conversations (id, tenant_id, user_id) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000001');
INSERT INTO messages (id, conversation_id, tenant_id, role, content) VALUES
    ('d0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001',
     'a0000000-0000-4000-8000-000000000001', 'user', 'a question'),
    ('d0000000-0000-4000-8000-000000000002', 'c0000000-0000-4000-8000-000000000001',
     'a0000000-0000-4000-8000-000000000001', 'assistant', 'an answer');
INSERT INTO feedback (message_id, tenant_id, user_id, rating) VALUES
    ('d0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000001', 1),
    ('d0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000002', -1);

REFRESH MATERIALIZED VIEW message_feedback_summary;

SELECT (ratings, positive, negative) = (2, 1, 1) AS "the summary counts ups and downs"
FROM message_feedback_summary
WHERE conversation_id = 'c0000000-0000-4000-8000-000000000001';

DO $$
BEGIN
    INSERT INTO feedback (message_id, tenant_id, user_id, rating)
    VALUES ('d0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
            'b0000000-0000-4000-8000-000000000001', 0);
    RAISE EXCEPTION 'a rating of 0 was accepted';
EXCEPTION
    WHEN check_violation THEN
        NULL;  -- as it should be
END
$$;

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

DELETE FROM feedback;

RESET ROLE;

SELECT array_agg(user_id) = '{b0000000-0000-4000-8000-000000000002}' AS "a user deletes own feedback only"
FROM feedback
WHERE tenant_id = 'a0000000-0000-4000-8000-000000000001';
