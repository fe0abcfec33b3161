SELECT count(*) = 2 AS "two tables exist"
FROM pg_tables
WHERE schemaname = 'public' AND tablename IN ('contact_groups', 'contact_group_memberships');

SELECT array_agg(confrelid::regclass::text) = '{auth.users}' AS "groups need nothing but their user"
FROM pg_constraint
WHERE conrelid = 'contact_groups'::regclass AND contype = 'f';

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text COLLATE "C") = '{contact_groups,contacts}'
    AS "memberships need groups and contacts"
FROM pg_constraint
WHERE conrelid = 'contact_group_memberships'::regclass AND contype = 'f';

-- A group with a contact. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'first@validate.example');
INSERT INTO contacts (id, user_id, display_name)
VALUES ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Someone');
INSERT INTO contact_groups (id, user_id, name)
VALUES ('d0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Friends');
INSERT INTO contact_group_memberships (group_id, contact_id)
VALUES ('d0000000-0000-4000-8000-000000000001', 'c0000000-0000-4000-8000-000000000001');
DELETE FROM contact_groups WHERE id = 'd0000000-0000-4000-8000-000000000001';

SELECT count(*) = 1 AS "contacts stay when their group goes"
FROM contacts
WHERE id = 'c0000000-0000-4000-8000-000000000001';
