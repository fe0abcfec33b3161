-- description: Integrations of an organization with outside services; members see them, admins manage them

CREATE TABLE IF NOT EXISTS integrations (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id  uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    integration_type text NOT NULL,
    is_active        boolean NOT NULL DEFAULT false,
    configuration    jsonb NOT NULL DEFAULT '{}',
    credentials      jsonb NOT NULL DEFAULT '{}',
    status           text NOT NULL DEFAULT 'pending',
    last_sync_at     timestamptz,
    last_error       text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    updated_at       timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT integrations_organization_type_key UNIQUE (organization_id, integration_type)
);

COMMENT ON TABLE integrations IS 'Outside services that an organization has connected';
COMMENT ON COLUMN integrations.credentials IS 'Encrypted by the application before they get here';

CREATE INDEX IF NOT EXISTS idx_integrations_organization_id ON integrations (organization_id);
CREATE INDEX IF NOT EXISTS idx_integrations_type ON integrations (integration_type);
CREATE INDEX IF NOT EXISTS idx_integrations_status ON integrations (status);
CREATE INDEX IF NOT EXISTS idx_integrations_last_sync_at ON integrations (last_sync_at DESC NULLS LAST);

DROP TRIGGER IF EXISTS update_integrations_updated_at ON integrations;
CREATE TRIGGER update_integrations_updated_at
    BEFORE UPDATE ON integrations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

ALTER TABLE integrations ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS "Members can view integrations" ON integrations;
CREATE POLICY "Members can view integrations" ON integrations FOR SELECT TO authenticated
    USING (EXISTS (SELECT 1 FROM organization_members m
                   WHERE m.organization_id = integrations.organization_id AND m.user_id = auth.uid()));

DROP POLICY IF EXISTS "Admins can create integrations" ON integrations;
CREATE POLICY "Admins can create integrations" ON integrations FOR INSERT TO authenticated
    WITH CHECK (EXISTS (SELECT 1 FROM organization_members m
                        WHERE m.organization_id = integrations.organization_id AND m.user_id = auth.uid()
                          AND m.role IN ('owner', 'admin')));

DROP POLICY IF EXISTS "Admins can update integrations" ON integrations;
CREATE POLICY "Admins can update integrations" ON integrations FOR UPDATE TO authenticated
    USING (EXISTS (SELECT 1 FROM organization_members m
                   WHERE m.organization_id = integrations.organization_id AND m.user_id = auth.uid()
                     AND m.role IN ('owner', 'admin')));

DROP POLICY IF EXISTS "Admins can delete integrations" ON integrations;
CREATE POLICY "Admins can delete integrations" ON integrations FOR DELETE TO authenticated
    USING (EXISTS (SELECT 1 FROM organization_members m
                   WHERE m.organization_id = integrations.organization_id AND m.user_id = auth.uid()
                     AND m.role IN ('owner', 'admin')));

GRANT SELECT, INSERT, UPDATE, DELETE ON integrations TO authenticated;
GRANT ALL ON integrations TO service_role;
