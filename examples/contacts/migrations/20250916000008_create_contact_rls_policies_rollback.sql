BEGIN;

DROP POLICY IF EXISTS contact_import_jobs_all_own ON contact_import_jobs;
DROP POLICY IF EXISTS contact_groups_all_own ON contact_groups;
DROP POLICY IF EXISTS contact_group_memberships_all_own ON contact_group_memberships;
DROP POLICY IF EXISTS contact_interactions_insert_agent ON contact_interactions;
DROP POLICY IF EXISTS contact_interactions_all_own ON contact_interactions;
DROP POLICY IF EXISTS contact_interactions_select_visible ON contact_interactions;
DROP POLICY IF EXISTS contact_channels_all_own ON contact_communication_channels;
DROP POLICY IF EXISTS contact_channels_select_visible ON contact_communication_channels;
DROP POLICY IF EXISTS contacts_select_agent ON contacts;
DROP POLICY IF EXISTS contacts_all_own ON contacts;
DROP POLICY IF EXISTS agent_specific_contact_access_select_agent ON agent_specific_contact_access;
DROP POLICY IF EXISTS agent_specific_contact_access_all_own ON agent_specific_contact_access;
DROP POLICY IF EXISTS agent_contact_permissions_select_agent ON agent_contact_permissions;
DROP POLICY IF EXISTS agent_contact_permissions_all_own ON agent_contact_permissions;

ALTER TABLE contact_import_jobs DISABLE ROW LEVEL SECURITY;
ALTER TABLE contact_interactions DISABLE ROW LEVEL SECURITY;
ALTER TABLE agent_specific_contact_access DISABLE ROW LEVEL SECURITY;
ALTER TABLE agent_contact_permissions DISABLE ROW LEVEL SECURITY;
ALTER TABLE contact_group_memberships DISABLE ROW LEVEL SECURITY;
ALTER TABLE contact_groups DISABLE ROW LEVEL SECURITY;
ALTER TABLE contact_communication_channels DISABLE ROW LEVEL SECURITY;
ALTER TABLE contacts DISABLE ROW LEVEL SECURITY;

COMMIT;
