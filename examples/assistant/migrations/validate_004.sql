SELECT to_regclass('messages') IS NOT NULL AS "table messages exists";

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text) = '{conversations,tenants}'
    AS "foreign keys to conversations and tenants"
FROM pg_constraint
WHERE conrelid = 'messages'::regclass AND contype = 'f';

SELECT pg_get_indexdef(to_regclass('idx_messages_conversation_created')) LIKE '%(conversation_id, created_at)'
    AS "index on conversation and time exists";

SELECT relrowsecurity AS "row level security is on"
FROM pg_class
WHERE oid = 'messages'::regclass;

SELECT array_agg(cmd ORDER BY cmd) = '{DELETE,INSERT,SELECT,UPDATE}' AS "four policies, one per command"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'messages';

-- Two tenants with a conversation each; only the first one's has messages. Nothing here stays.
INSERT INTO tenants (id, name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'validate_004 first'),
    ('a0000000-0000-4000-8000-000000000002', 'validate_004 second');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO users (id, tenant_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO conversations (id, tenant_id, user_id, created_at, updated_at) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000001', '2025-01-01', '2025-01-01'),
    ('c0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002',
     'b0000000-0000-4000-8000-000000000002', '2025-01-01', '2025-01-01');
INSERT INTO messages (conversation_id, tenant_id, role, content, created_at)
SELECT 'c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001',
       CASE n % 2 WHEN 0 THEN 'assistant' ELSE 'user' END, 'message ' || n,
       timestamptz '2025-01-02' + n * interval '1 minute'
FROM generate_series(1, 200) AS n;

SELECT last_message_at = timestamptz '2025-01-02' + interval '200 minutes' AND updated_at > '2025-01-02'
    AS "a new message moves its conversation's time"
FROM conversations
WHERE id = 'c0000000-0000-4000-8000-000000000001';

SELECT last_message_at IS NULL AS "other conversations keep theirs"
FROM conversations
WHERE id = 'c0000000-0000-4000-8000-000000000002';

-- The list of a conversation's messages must come from the index. A small table would be read whole, so forbid that.
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    SET LOCAL enable_seqscan = off;
    FOR line IN
        EXPLAIN SELECT * FROM messages
        WHERE conversation_id = 'c0000000-0000-4000-8000-000000000001'
        ORDER BY created_at
    LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan NOT LIKE '%idx_messages_conversation_created%' THEN
        RAISE EXCEPTION 'the index idx_messages_conversation_created is not used' USING DETAIL = plan;
    END IF;
END
$$;

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

SELECT count(*) = 200 AS "a user sees the messages of the own tenant"
FROM messages;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000002';

SELECT count(*) = 0 AS "a user of another tenant sees none of them"
FROM messages;

DO $$
BEGIN
    INSERT INTO messages (conversation_id, tenant_id, role, content)
    VALUES ('c0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000002', 'user', 'intruder');
    RAISE EXCEPTION 'a user could write into a conversation of another tenant';
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- as it should be
END
$$;

RESET ROLE;
