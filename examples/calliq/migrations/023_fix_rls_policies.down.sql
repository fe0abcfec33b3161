DROP POLICY IF EXISTS notifications_select_own ON notifications;
DROP POLICY IF EXISTS notifications_update_own ON notifications;
DROP POLICY IF EXISTS notifications_delete_own ON notifications;
DROP POLICY IF EXISTS referral_statistics_select_own ON referral_statistics;

-- The old ones come back as they were saved.
DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT * FROM backup.policies_023 ORDER BY tablename, policyname LOOP
        EXECUTE format('CREATE POLICY %I ON %I.%I AS %s FOR %s TO %s', policy.policyname, policy.schemaname,
                       policy.tablename, policy.permissive, policy.cmd,
                       (SELECT string_agg(CASE role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(role) END, ', ')
                        FROM unnest(policy.roles) AS role))
                || coalesce(' USING (' || policy.qual || ')', '')
                || coalesce(' WITH CHECK (' || policy.with_check || ')', '');
        RAISE NOTICE 'policy "%" of % restored', policy.policyname, policy.tablename;
    END LOOP;
END
$$;

DROP TABLE backup.policies_023;
