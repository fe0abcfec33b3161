-- description: Workflows belong to an organization: that of their owner, the oldest membership first

ALTER TABLE workflows ADD COLUMN IF NOT EXISTS organization_id uuid REFERENCES organizations (id) ON DELETE CASCADE;

UPDATE workflows
SET organization_id = (SELECT m.organization_id
                       FROM organization_members m
                       WHERE m.user_id = workflows.owner_id
                       ORDER BY m.joined_at, m.organization_id
                       LIMIT 1)
WHERE organization_id IS NULL;

COMMENT ON COLUMN workflows.organization_id IS 'NULL for workflows of people without an organization';

DROP POLICY IF EXISTS workflows_select_organization ON workflows;
CREATE POLICY workflows_select_organization ON workflows FOR SELECT TO authenticated
    USING (organization_id IN (SELECT m.organization_id FROM organization_members m WHERE m.user_id = auth.uid()));
