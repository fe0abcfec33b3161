SELECT count(*) = 1 AS "workflows have an organization"
FROM pg_attribute
WHERE attrelid = 'public.workflows'::regclass AND attname = 'organization_id' AND atttypid = 'uuid'::regtype;

SELECT count(*) = 1 AS "foreign key to organizations"
FROM pg_constraint
WHERE conrelid = 'public.workflows'::regclass AND confrelid = 'public.organizations'::regclass AND contype = 'f';

SELECT count(*) = 0 AS "no workflow of a member is left without one"
FROM workflows w
JOIN organization_members m ON m.user_id = w.owner_id
WHERE w.organization_id IS NULL;

SELECT count(*) = 1 AS "policy for members of the organization"
FROM pg_policies
WHERE schemaname = 'public' AND tablename = 'workflows' AND policyname = 'workflows_select_organization';
