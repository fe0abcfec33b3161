SELECT to_regclass('conversations') IS NOT NULL AS "table conversations exists";

SELECT count(*) = 9 AS "nine columns in conversations"
FROM pg_attribute
WHERE attrelid = 'conversations'::regclass AND attnum > 0 AND NOT attisdropped;

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text) = '{tenants,users}'
    AS "foreign keys to tenants and users"
FROM pg_constraint
WHERE conrelid = 'conversations'::regclass AND contype = 'f';

SELECT count(*) = 2 AS "two indexes beside the primary key"
FROM pg_index
WHERE indrelid = 'conversations'::regclass AND NOT indisprimary AND indisvalid;

SELECT relrowsecurity AS "row level security is on"
FROM pg_class
WHERE oid = 'conversations'::regclass;

SELECT array_agg(cmd ORDER BY cmd) = '{DELETE,INSERT,SELECT,UPDATE}' AS "four policies, one per command"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'conversations';

SELECT count(*) = 1 AS "updated_at trigger is enabled"
FROM pg_trigger
WHERE tgrelid = 'conversations'::regclass AND tgname = 'trigger_conversations_updated_at' AND tgenabled = 'O';

-- Tenant isolation, seen with the eyes of one user of each tenant. All rows are test rows: nothing here stays.
INSERT INTO tenants (id, name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'validate_003 first'),
    ('a0000000-0000-4000-8000-000000000002', 'validate_003 second');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO users (id, tenant_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'a0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'a0000000-0000-4000-8000-000000000002', 'second@validate.example');
INSERT INTO conversations (tenant_id, user_id, title) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'first'),
    ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000002', 'second');

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

SELECT array_agg(title) = '{first}' AS "a user sees only own tenant's conversations"
FROM conversations;

DO $$
BEGIN
    INSERT INTO conversations (tenant_id, user_id, title)
    VALUES ('a0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', 'intruder');
    RAISE EXCEPTION 'a user could write into another tenant';
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- as it should be
END
$$;

SET LOCAL request.jwt.claim.sub = '';

SELECT count(*) = 0 AS "nobody sees anything without a token"
FROM conversations;

RESET ROLE;
