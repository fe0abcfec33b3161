-- description: Users see their own; agents see what they were permitted

ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_communication_channels ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_groups ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_group_memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_contact_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE agent_specific_contact_access ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_interactions ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_import_jobs ENABLE ROW LEVEL SECURITY;

-- Subqueries stand by themselves, (SELECT auth.uid()) too: they run once per query, not once per row.

-- ---- permissions ----------------------------------------------------------------------------------------------------

-- The user gives them, the agent reads its own. Policies of contacts ask here: nothing here may ask contacts.
CREATE POLICY agent_contact_permissions_all_own ON agent_contact_permissions FOR ALL TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));
CREATE POLICY agent_contact_permissions_select_agent ON agent_contact_permissions FOR SELECT TO authenticated
    USING (agent_id IN (SELECT a.id FROM agents a WHERE a.auth_user_id = (SELECT auth.uid())));

CREATE POLICY agent_specific_contact_access_all_own ON agent_specific_contact_access FOR ALL TO authenticated
    USING (permission_id IN (SELECT p.id FROM agent_contact_permissions p WHERE p.user_id = (SELECT auth.uid())));
CREATE POLICY agent_specific_contact_access_select_agent ON agent_specific_contact_access FOR SELECT TO authenticated
    USING (permission_id IN (SELECT p.id
                             FROM agent_contact_permissions p
                             JOIN agents a ON a.id = p.agent_id
                             WHERE a.auth_user_id = (SELECT auth.uid())));

-- ---- contacts -------------------------------------------------------------------------------------------------------

CREATE POLICY contacts_all_own ON contacts FOR ALL TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));

-- An agent sees all contacts of a user but the forbidden ones, or the named ones only. To name the contact of somebody
-- else opens nothing.
CREATE POLICY contacts_select_agent ON contacts FOR SELECT TO authenticated
    USING ((user_id IN (SELECT p.user_id
                        FROM agent_contact_permissions p
                        JOIN agents a ON a.id = p.agent_id
                        WHERE a.auth_user_id = (SELECT auth.uid()) AND a.is_active
                          AND p.access_level = 'all' AND (p.expires_at IS NULL OR p.expires_at > now()))
            AND id NOT IN (SELECT s.contact_id
                           FROM agent_specific_contact_access s
                           JOIN agent_contact_permissions p ON p.id = s.permission_id
                           JOIN agents a ON a.id = p.agent_id
                           WHERE a.auth_user_id = (SELECT auth.uid()) AND NOT s.is_allowed))
           OR (id, user_id) IN (SELECT s.contact_id, p.user_id
                                FROM agent_specific_contact_access s
                                JOIN agent_contact_permissions p ON p.id = s.permission_id
                                JOIN agents a ON a.id = p.agent_id
                                WHERE a.auth_user_id = (SELECT auth.uid()) AND a.is_active
                                  AND p.access_level <> 'none' AND s.is_allowed
                                  AND (p.expires_at IS NULL OR p.expires_at > now())));

-- ---- what belongs to a contact --------------------------------------------------------------------------------------

-- Those who see the contact see it, the contact's user changes it.
CREATE POLICY contact_channels_select_visible ON contact_communication_channels FOR SELECT TO authenticated
    USING (contact_id IN (SELECT c.id FROM contacts c));
CREATE POLICY contact_channels_all_own ON contact_communication_channels FOR ALL TO authenticated
    USING (contact_id IN (SELECT c.id FROM contacts c WHERE c.user_id = (SELECT auth.uid())));

CREATE POLICY contact_interactions_select_visible ON contact_interactions FOR SELECT TO authenticated
    USING (contact_id IN (SELECT c.id FROM contacts c));
CREATE POLICY contact_interactions_all_own ON contact_interactions FOR ALL TO authenticated
    USING (contact_id IN (SELECT c.id FROM contacts c WHERE c.user_id = (SELECT auth.uid())));
CREATE POLICY contact_interactions_insert_agent ON contact_interactions FOR INSERT TO authenticated
    WITH CHECK ((contact_id, agent_id) IN (SELECT c.id, a.id
                                           FROM agents a
                                           JOIN agent_contact_permissions p ON p.agent_id = a.id
                                           JOIN contacts c ON c.user_id = p.user_id
                                           WHERE a.auth_user_id = (SELECT auth.uid()) AND p.can_write));

CREATE POLICY contact_group_memberships_all_own ON contact_group_memberships FOR ALL TO authenticated
    USING (group_id IN (SELECT g.id FROM contact_groups g WHERE g.user_id = (SELECT auth.uid()))
           AND contact_id IN (SELECT c.id FROM contacts c WHERE c.user_id = (SELECT auth.uid())));

-- ---- the user's own -------------------------------------------------------------------------------------------------

CREATE POLICY contact_groups_all_own ON contact_groups FOR ALL TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));

CREATE POLICY contact_import_jobs_all_own ON contact_import_jobs FOR ALL TO authenticated
    USING (user_id = (SELECT auth.uid()))
    WITH CHECK (user_id = (SELECT auth.uid()));
