SELECT to_regclass('contact_interactions') IS NOT NULL AS "table contact_interactions exists";

SELECT array_agg(confrelid::regclass::text ORDER BY confrelid::regclass::text) = '{agents,contacts}'
    AS "foreign keys to agents and contacts"
FROM pg_constraint
WHERE conrelid = 'contact_interactions'::regclass AND contype = 'f';

SELECT count(*) = 3 AS "three indexes beside the primary key"
FROM pg_index
WHERE indrelid = 'contact_interactions'::regclass AND NOT indisprimary AND indisvalid;

-- Two calls, the later one first. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'first@validate.example');
INSERT INTO contacts (id, user_id, display_name)
VALUES ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Someone');
INSERT INTO contact_interactions (contact_id, direction, interaction_type, occurred_at) VALUES
    ('c0000000-0000-4000-8000-000000000001', 'outbound', 'call', '2025-02-02'),
    ('c0000000-0000-4000-8000-000000000001', 'inbound', 'call', '2025-02-01');

SELECT last_contacted_at = '2025-02-02' AS "the latest interaction counts"
FROM contacts
WHERE id = 'c0000000-0000-4000-8000-000000000001';
