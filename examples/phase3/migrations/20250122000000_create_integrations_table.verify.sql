SELECT to_regclass('public.integrations') IS NOT NULL AS "table integrations exists";

SELECT count(*) = 11 AS "eleven columns"
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = 'integrations';

SELECT count(*) = 11 AS "all required columns, of the right types"
FROM information_schema.columns
JOIN (VALUES ('id', 'uuid', 'NO'), ('organization_id', 'uuid', 'NO'), ('integration_type', 'text', 'NO'),
             ('is_active', 'boolean', 'NO'), ('configuration', 'jsonb', 'NO'), ('credentials', 'jsonb', 'NO'),
             ('status', 'text', 'NO'), ('last_sync_at', 'timestamp with time zone', 'YES'),
             ('last_error', 'text', 'YES'), ('created_at', 'timestamp with time zone', 'NO'),
             ('updated_at', 'timestamp with time zone', 'NO'))
     AS wanted (column_name, data_type, is_nullable) USING (column_name, data_type, is_nullable)
WHERE table_schema = 'public' AND table_name = 'integrations';

SELECT count(*) = 4 AS "four indexes"
FROM pg_index
WHERE indisvalid AND indexrelid::regclass::text IN ('idx_integrations_organization_id', 'idx_integrations_type',
                                                    'idx_integrations_status', 'idx_integrations_last_sync_at');

SELECT relrowsecurity AS "row level security is on"
FROM pg_class
WHERE oid = 'public.integrations'::regclass;

SELECT array_agg(cmd ORDER BY cmd) = '{DELETE,INSERT,SELECT,UPDATE}' AS "four policies, one per command"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'integrations';

SELECT count(*) = 1 AS "updated_at trigger is enabled"
FROM pg_trigger
WHERE tgrelid = 'public.integrations'::regclass AND tgname = 'update_integrations_updated_at' AND tgenabled = 'O';

SELECT array_agg(pg_get_constraintdef(oid) ORDER BY contype)
       = '{"FOREIGN KEY (organization_id) REFERENCES organizations(id) ON DELETE CASCADE",
           "UNIQUE (organization_id, integration_type)"}' AS "two constraints, unique and foreign key"
FROM pg_constraint
WHERE conrelid = 'public.integrations'::regclass AND contype IN ('u', 'f');

-- The structure is valid for INSERT, and row level security lets in whom it should. Nothing here stays.
INSERT INTO organizations (id, name) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'verify integrations, first'),
    ('a0000000-0000-4000-8000-000000000002', 'verify integrations, second');
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'admin@verify.example'),
    ('b0000000-0000-4000-8000-000000000002', 'member@verify.example');
INSERT INTO organization_members (organization_id, user_id, role) VALUES
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'admin'),
    ('a0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000002', 'member');
INSERT INTO integrations (organization_id, integration_type)
VALUES ('a0000000-0000-4000-8000-000000000002', 'calendar')
RETURNING (id IS NOT NULL, is_active, status, created_at = now()) = (true, false, 'pending', true)
    AS "structure is valid for INSERT";

DO $$
BEGIN
    INSERT INTO integrations (organization_id, integration_type)
    VALUES ('a0000000-0000-4000-8000-000000000002', 'calendar');
    RAISE EXCEPTION 'an organization could have the same integration twice';
EXCEPTION
    WHEN unique_violation THEN
        NULL;  -- as it should be
END
$$;

SET LOCAL role authenticated;
SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';

INSERT INTO integrations (organization_id, integration_type)
VALUES ('a0000000-0000-4000-8000-000000000001', 'mail')
RETURNING id IS NOT NULL AS "an admin can create an integration";

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000002';

SELECT array_agg(integration_type) = '{mail}' AS "a member sees those of the own organization only"
FROM integrations;

DO $$
BEGIN
    UPDATE integrations SET is_active = true;
    IF FOUND THEN
        RAISE EXCEPTION 'a member could change an integration';
    END IF;
END
$$;

RESET ROLE;
