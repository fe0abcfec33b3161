DROP POLICY IF EXISTS workflows_select_organization ON workflows;
ALTER TABLE workflows DROP COLUMN IF EXISTS organization_id;
