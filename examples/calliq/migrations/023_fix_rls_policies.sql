-- description: Everybody sees and changes own notifications and referral statistics only
-- lock_timeout: 2s

-- Whatever policies the two tables have, also those that were clicked together on a dashboard, are saved and dropped.
CREATE TABLE backup.policies_023 AS
SELECT schemaname, tablename, policyname, permissive, roles, cmd, qual, with_check
FROM pg_policies
WHERE schemaname = 'public' AND tablename IN ('notifications', 'referral_statistics');

COMMENT ON TABLE backup.policies_023 IS 'The policies that migration 023 replaced';

DO $$
DECLARE
    policy record;
BEGIN
    FOR policy IN SELECT * FROM backup.policies_023 ORDER BY tablename, policyname LOOP
        EXECUTE format('DROP POLICY %I ON %I.%I', policy.policyname, policy.schemaname, policy.tablename);
        RAISE NOTICE 'policy "%" of % saved and dropped', policy.policyname, policy.tablename;
    END LOOP;
END
$$;

CREATE POLICY notifications_select_own ON notifications FOR SELECT TO authenticated
    USING (user_id = auth.uid());
CREATE POLICY notifications_update_own ON notifications FOR UPDATE TO authenticated
    USING (user_id = auth.uid()) WITH CHECK (user_id = auth.uid());
CREATE POLICY notifications_delete_own ON notifications FOR DELETE TO authenticated
    USING (user_id = auth.uid());

CREATE POLICY referral_statistics_select_own ON referral_statistics FOR SELECT TO authenticated
    USING (user_id = auth.uid());

DO $$
BEGIN
    RAISE NOTICE 'policies: % replaced by %', (SELECT count(*) FROM backup.policies_023),
        (SELECT count(*) FROM pg_policies
         WHERE schemaname = 'public' AND tablename IN ('notifications', 'referral_statistics'));
END
$$;
