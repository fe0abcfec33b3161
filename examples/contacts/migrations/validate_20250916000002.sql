SELECT to_regclass('contact_communication_channels') IS NOT NULL AS "table contact_communication_channels exists";

SELECT array_agg(e ORDER BY e) = enum_range(NULL::contact_channel_type) AND count(*) = 6 AS "six types of channels"
FROM unnest(enum_range(NULL::contact_channel_type)) AS e;

SELECT pg_get_indexdef(to_regclass('idx_contact_channels_identifier')) LIKE '%(channel_type, channel_identifier)'
    AS "index on type and identifier exists";

SELECT count(*) = 1 AS "foreign key to contacts"
FROM pg_constraint
WHERE conrelid = 'contact_communication_channels'::regclass AND confrelid = 'contacts'::regclass AND contype = 'f';

SELECT count(*) = 0 AS "nothing that a rollback put aside is left behind"
FROM contacts
WHERE metadata ? 'saved_channels';

-- A contact with an address. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'first@validate.example');
INSERT INTO contacts (id, user_id, display_name)
VALUES ('c0000000-0000-4000-8000-000000000001', 'b0000000-0000-4000-8000-000000000001', 'Someone');
INSERT INTO contact_communication_channels (contact_id, channel_type, channel_identifier, is_primary)
VALUES ('c0000000-0000-4000-8000-000000000001', 'email', 'someone@validate.example', true);

DO $$
BEGIN
    INSERT INTO contact_communication_channels (contact_id, channel_type, channel_identifier, is_primary)
    VALUES ('c0000000-0000-4000-8000-000000000001', 'email', 'other@validate.example', true);
    RAISE EXCEPTION 'a contact could have two primary addresses';
EXCEPTION
    WHEN unique_violation THEN
        NULL;  -- as it should be
END
$$;

DELETE FROM contacts WHERE id = 'c0000000-0000-4000-8000-000000000001';

SELECT count(*) = 0 AS "channels go with their contact"
FROM contact_communication_channels
WHERE contact_id = 'c0000000-0000-4000-8000-000000000001';
