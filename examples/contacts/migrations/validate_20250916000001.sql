SELECT to_regclass('contacts') IS NOT NULL AS "table contacts exists";

SELECT count(*) = 16 AS "sixteen columns"
FROM pg_attribute
WHERE attrelid = 'contacts'::regclass AND attnum > 0 AND NOT attisdropped;

SELECT array_agg(i.indexrelid::regclass::text ORDER BY i.indexrelid::regclass::text COLLATE "C")
       = '{idx_contacts_metadata,idx_contacts_retain_until,idx_contacts_search,idx_contacts_tags,
           idx_contacts_user_name,idx_contacts_user_status}' AS "six indexes beside the primary key"
FROM pg_index i
WHERE i.indrelid = 'contacts'::regclass AND NOT i.indisprimary AND i.indisvalid;

SELECT count(*) = 1 AS "foreign key to auth.users"
FROM pg_constraint
WHERE conrelid = 'contacts'::regclass AND confrelid = 'auth.users'::regclass AND contype = 'f';

-- Twelve hundred contacts, as in production. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'first@validate.example');
INSERT INTO contacts (user_id, display_name, organization, metadata)
SELECT 'b0000000-0000-4000-8000-000000000001', 'Person ' || n, 'Company ' || n % 50, jsonb_build_object('number', n)
FROM generate_series(1, 1200) AS n;

SELECT count(*) = 24 AS "text search finds the people of a company"
FROM contacts
WHERE to_tsvector('simple', display_name || ' ' || coalesce(organization, '')) @@ plainto_tsquery('simple', 'company 7')
  AND user_id = 'b0000000-0000-4000-8000-000000000001' AND organization = 'Company 7';

-- A small table would be read whole, so forbid that.
DO $$
DECLARE
    line text;
    plan text := '';
BEGIN
    SET LOCAL enable_seqscan = off;
    SET LOCAL enable_indexscan = off;
    FOR line IN
        EXPLAIN SELECT * FROM contacts
        WHERE to_tsvector('simple', display_name || ' ' || coalesce(organization, ''))
              @@ plainto_tsquery('simple', 'company 7')
    LOOP
        plan := plan || line || E'\n';
    END LOOP;
    FOR line IN EXPLAIN SELECT * FROM contacts WHERE metadata @> '{"number": 7}' LOOP
        plan := plan || line || E'\n';
    END LOOP;
    IF plan NOT LIKE '%idx_contacts_search%idx_contacts_metadata%' THEN
        RAISE EXCEPTION 'the indexes for search are not used' USING DETAIL = plan;
    END IF;
END
$$;

DO $$
BEGIN
    INSERT INTO contacts (user_id, display_name) VALUES ('b0000000-0000-4000-8000-000000000001', ' ');
    RAISE EXCEPTION 'a contact could be without a name';
EXCEPTION
    WHEN check_violation THEN
        NULL;  -- as it should be
END
$$;
