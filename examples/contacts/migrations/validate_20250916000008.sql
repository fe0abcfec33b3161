SELECT count(*) = 8 AS "row level security is on, eight of eight"
FROM pg_class
WHERE relrowsecurity
  AND oid IN ('contacts'::regclass, 'contact_communication_channels'::regclass, 'contact_groups'::regclass,
              'contact_group_memberships'::regclass, 'agent_contact_permissions'::regclass,
              'agent_specific_contact_access'::regclass, 'contact_interactions'::regclass,
              'contact_import_jobs'::regclass);

SELECT count(*) = 14 AS "fourteen policies"
FROM pg_policies
WHERE schemaname = 'public'
  AND tablename IN ('contacts', 'contact_communication_channels', 'contact_groups', 'contact_group_memberships',
                    'agent_contact_permissions', 'agent_specific_contact_access', 'contact_interactions',
                    'contact_import_jobs');

-- Two users with three contacts each. One agent may use all of the first user's but one, the other one named contact.
-- Nothing here stays.
INSERT INTO auth.users (id, email) VALUES
    ('b0000000-0000-4000-8000-000000000001', 'first@validate.example'),
    ('b0000000-0000-4000-8000-000000000002', 'second@validate.example'),
    ('b0000000-0000-4000-8000-000000000011', 'broad@validate.example'),
    ('b0000000-0000-4000-8000-000000000012', 'narrow@validate.example');
INSERT INTO agents (id, owner_id, auth_user_id, name) VALUES
    ('e0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000011', 'Broad'),
    ('e0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000012', 'Narrow');
INSERT INTO contacts (id, user_id, display_name) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'One'),
    ('c0000000-0000-4000-8000-000000000002', 'b0000000-0000-4000-8000-000000000001', 'Two'),
    ('c0000000-0000-4000-8000-000000000003', 'b0000000-0000-4000-8000-000000000001', 'Three'),
    ('c0000000-0000-4000-8000-000000000004', 'b0000000-0000-4000-8000-000000000002', 'Four');
INSERT INTO contact_communication_channels (contact_id, channel_type, channel_identifier)
SELECT id, 'email', lower(display_name) || '@validate.example'
FROM contacts
WHERE id::text LIKE 'c0000000-0000-4000-8000-%';
INSERT INTO agent_contact_permissions (id, agent_id, user_id, access_level) VALUES
    ('f0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000001',
     'b0000000-0000-4000-8000-000000000001', 'all'),
    ('f0000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000002',
     'b0000000-0000-4000-8000-000000000001', 'named');
INSERT INTO agent_specific_contact_access (permission_id, contact_id, is_allowed) VALUES
    ('f0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000003', false),
    ('f0000000-0000-4000-8000-000000000002', 'c0000000-0000-4000-8000-000000000002', true);

SET LOCAL role authenticated;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000001';
SELECT array_agg(display_name ORDER BY display_name) = '{One,Three,Two}' AS "a user sees own contacts" FROM contacts;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000002';
SELECT array_agg(display_name) = '{Four}' AS "and nobody else's" FROM contacts;
SELECT count(*) = 0 AS "nor what others permit" FROM agent_contact_permissions;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000011';
SELECT array_agg(display_name ORDER BY display_name) = '{One,Two}' AS "an agent sees all but the forbidden one"
FROM contacts;
SELECT count(*) = 2 AS "and their channels" FROM contact_communication_channels;

SET LOCAL request.jwt.claim.sub = 'b0000000-0000-4000-8000-000000000012';
SELECT array_agg(display_name) = '{Two}' AS "an agent sees the named one only" FROM contacts;

DO $$
BEGIN
    UPDATE contacts SET display_name = 'taken';
    IF FOUND THEN
        RAISE EXCEPTION 'an agent could change a contact';
    END IF;
END
$$;

DO $$
BEGIN
    INSERT INTO contact_interactions (contact_id, agent_id, direction, interaction_type)
    VALUES ('c0000000-0000-4000-8000-000000000002', 'e0000000-0000-4000-8000-000000000002', 'outbound', 'note');
    RAISE EXCEPTION 'an agent could write without a permission to write';
EXCEPTION
    WHEN insufficient_privilege THEN
        NULL;  -- as it should be
END
$$;

SET LOCAL request.jwt.claim.sub = '';
SELECT count(*) = 0 AS "nobody sees anything without a token" FROM contacts;

RESET ROLE;
