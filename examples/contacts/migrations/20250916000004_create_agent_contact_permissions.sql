-- description: Which agent may use whose contacts: all of them, or those that are named

CREATE TYPE contact_access_level AS ENUM ('none', 'named', 'all');

CREATE TABLE agent_contact_permissions (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    agent_id          uuid NOT NULL REFERENCES agents (id) ON DELETE CASCADE,
    user_id           uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    access_level      contact_access_level NOT NULL DEFAULT 'none',
    can_write         boolean NOT NULL DEFAULT false,
    sender_contact_id uuid REFERENCES contacts (id) ON DELETE SET NULL,
    expires_at        timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now(),
    UNIQUE (agent_id, user_id)
);

COMMENT ON COLUMN agent_contact_permissions.sender_contact_id IS 'The contact in whose name the agent writes';

CREATE TABLE agent_specific_contact_access (
    permission_id uuid NOT NULL REFERENCES agent_contact_permissions (id) ON DELETE CASCADE,
    contact_id    uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    is_allowed    boolean NOT NULL DEFAULT true,
    reason        text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (permission_id, contact_id)
);

COMMENT ON TABLE agent_specific_contact_access 
    IS 'Those that are named: allowed ones at level "named", forbidden ones at level "all"';

CREATE INDEX idx_agent_contact_permissions_user ON agent_contact_permissions (user_id);
CREATE INDEX idx_agent_contact_permissions_sender ON agent_contact_permissions (sender_contact_id)
    WHERE sender_contact_id IS NOT NULL;
CREATE INDEX idx_agent_specific_contact_access_contact ON agent_specific_contact_access (contact_id);

CREATE TRIGGER trigger_agent_contact_permissions_updated_at
    BEFORE UPDATE ON agent_contact_permissions
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

GRANT SELECT, INSERT, UPDATE, DELETE ON agent_contact_permissions, agent_specific_contact_access TO authenticated;
GRANT ALL ON agent_contact_permissions, agent_specific_contact_access TO service_role;
