SELECT to_regclass('contact_import_jobs') IS NOT NULL AS "table contact_import_jobs exists";

SELECT array_agg(confrelid::regclass::text) = '{auth.users}' AS "imports need nothing but their user"
FROM pg_constraint
WHERE conrelid = 'contact_import_jobs'::regclass AND contype = 'f';

-- Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000001', 'first@validate.example');
INSERT INTO contact_import_jobs (user_id, source)
VALUES ('b0000000-0000-4000-8000-000000000001', 'csv')
RETURNING status = 'pending' AND errors = '[]' AS "a job begins pending";

DO $$
BEGIN
    INSERT INTO contact_import_jobs (user_id, source, total_rows, imported_rows, failed_rows)
    VALUES ('b0000000-0000-4000-8000-000000000001', 'csv', 10, 9, 2);
    RAISE EXCEPTION 'more rows could be done than there are';
EXCEPTION
    WHEN check_violation THEN
        NULL;  -- as it should be
END
$$;
