-- description: What was said to or by a contact, when, and by which agent

CREATE TABLE contact_interactions (
    id               uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    contact_id       uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    agent_id         uuid REFERENCES agents (id) ON DELETE SET NULL,
    direction        text NOT NULL CHECK (direction IN ('inbound', 'outbound')),
    interaction_type text NOT NULL CHECK (interaction_type IN ('message', 'call', 'meeting', 'note')),
    summary          text,
    content          jsonb NOT NULL DEFAULT '{}',
    occurred_at      timestamptz NOT NULL DEFAULT now(),
    created_at       timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN contact_interactions.agent_id IS 'NULL: the user in person';

CREATE INDEX idx_contact_interactions_contact ON contact_interactions (contact_id, occurred_at DESC);
CREATE INDEX idx_contact_interactions_agent ON contact_interactions (agent_id, occurred_at DESC)
    WHERE agent_id IS NOT NULL;
CREATE INDEX idx_contact_interactions_content ON contact_interactions USING gin (content jsonb_path_ops);

CREATE FUNCTION update_contact_last_contacted() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE contacts
    SET last_contacted_at = greatest(last_contacted_at, NEW.occurred_at)
    WHERE id = NEW.contact_id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER trigger_contact_interactions_last_contacted
    AFTER INSERT ON contact_interactions
    FOR EACH ROW EXECUTE FUNCTION update_contact_last_contacted();

GRANT SELECT, INSERT, UPDATE, DELETE ON contact_interactions TO authenticated;
GRANT ALL ON contact_interactions TO service_role;
