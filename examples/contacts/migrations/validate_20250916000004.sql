SELECT count(*) = 2 AS "two tables exist"
FROM pg_tables
WHERE schemaname = 'public' AND tablename IN ('agent_contact_permissions', 'agent_specific_contact_access');

SELECT array_agg(DISTINCT confrelid::regclass::text) = '{agents,auth.users,contacts}'
    AS "permissions need agents, people and contacts"
FROM pg_constraint
WHERE conrelid = 'agent_contact_permissions'::regclass AND contype = 'f';

SELECT array_agg(DISTINCT confrelid::regclass::text) = '{agent_contact_permissions,contacts}'
    AS "named contacts need permissions and contacts"
FROM pg_constraint
WHERE conrelid = 'agent_specific_contact_access'::regclass AND contype = 'f';

-- An agent gets a permission. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000011', 'agent@validate.example');
INSERT INTO agents (id, owner_id, auth_user_id, name)
VALUES ('e0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
        'b0000000-0000-4000-8000-000000000011', 'Agent');
INSERT INTO agent_contact_permissions (agent_id, user_id)
VALUES ('e0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001')
RETURNING access_level = 'none' AND NOT can_write AS "a permission permits nothing by itself";

DO $$
BEGIN
    INSERT INTO agent_contact_permissions (agent_id, user_id)
    VALUES ('e0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001');
    RAISE EXCEPTION 'an agent could have two permissions of one user';
EXCEPTION
    WHEN unique_violation THEN
        NULL;  -- as it should be
END
$$;
