-- Data like production's: 1,500 contacts of three people, for the application of prelude.sql after all eight
-- migrations. Scribe may use all of Ada's contacts but those of company 3, Caller two named ones, Porter all of Ben's,
-- and may write.

INSERT INTO contacts (user_id, display_name, given_name, family_name, organization, metadata, tags, retain_until)
SELECT ('20000000-0000-4000-8000-00000000000' || 1 + n % 3)::uuid, 'Person ' || n, 'Given ' || n % 40, 'Family ' || n,
       CASE WHEN n % 10 <> 0 THEN 'Company ' || n % 25 END, jsonb_build_object('number', n, 'vip', n % 100 = 0),
       CASE n % 4 WHEN 0 THEN '{customer}' WHEN 1 THEN '{customer,newsletter}' ELSE '{}' END::text[],
       CASE WHEN n % 500 = 0 THEN current_date - 1 END
FROM generate_series(1, 1500) AS n;

INSERT INTO contact_communication_channels (contact_id, channel_type, channel_identifier, is_primary)
SELECT id, 'email'::contact_channel_type, lower(replace(display_name, ' ', '.')) || '@example.org', true
FROM contacts
UNION ALL
SELECT id, 'phone', '+49 30 ' || lpad(metadata ->> 'number', 7, '0'), true
FROM contacts
WHERE metadata ->> 'number' LIKE '%5';

INSERT INTO contact_groups (user_id, name)
SELECT DISTINCT user_id, 'Customers'
FROM contacts;

INSERT INTO contact_group_memberships (group_id, contact_id)
SELECT g.id, c.id
FROM contact_groups g
JOIN contacts c ON c.user_id = g.user_id AND 'customer' = ANY (c.tags);

INSERT INTO agent_contact_permissions (agent_id, user_id, access_level, can_write)
SELECT a.id, a.owner_id, CASE a.name WHEN 'Caller' THEN 'named' ELSE 'all' END::contact_access_level, a.name = 'Porter'
FROM agents a;

INSERT INTO agent_specific_contact_access (permission_id, contact_id, is_allowed)
SELECT p.id, c.id, a.name = 'Caller'
FROM agent_contact_permissions p
JOIN agents a ON a.id = p.agent_id
JOIN contacts c ON c.user_id = p.user_id
WHERE a.name = 'Caller' AND c.display_name IN ('Person 3', 'Person 6')
   OR a.name = 'Scribe' AND c.organization = 'Company 3';

INSERT INTO contact_interactions (contact_id, agent_id, direction, interaction_type, summary, occurred_at)
SELECT c.id, a.id, CASE n % 2 WHEN 0 THEN 'inbound' ELSE 'outbound' END, 'message', 'message ' || n,
       now() - n * interval '400 days'
FROM contacts c
JOIN agents a ON a.owner_id = c.user_id AND a.name IN ('Scribe', 'Porter'), generate_series(0, 2) AS n;

INSERT INTO contact_import_jobs (user_id, source, status, total_rows, imported_rows, finished_at)
SELECT DISTINCT user_id, 'csv', 'completed', 500, 500, now() - interval '100 days'
FROM contacts;

ANALYZE contacts, contact_communication_channels, contact_group_memberships, agent_specific_contact_access,
        contact_interactions;
