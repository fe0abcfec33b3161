-- description: Ways to reach a contact: addresses, numbers, names in other services

CREATE TYPE contact_channel_type AS ENUM ('email', 'phone', 'whatsapp', 'slack', 'post', 'other');

CREATE TABLE contact_communication_channels (
    id                 uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    contact_id         uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    channel_type       contact_channel_type NOT NULL,
    channel_identifier text NOT NULL CHECK (btrim(channel_identifier) <> ''),
    label              text,
    is_primary         boolean NOT NULL DEFAULT false,
    is_verified        boolean NOT NULL DEFAULT false,
    preferences        jsonb NOT NULL DEFAULT '{}',
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT contact_channels_once UNIQUE (contact_id, channel_type, channel_identifier),
    CONSTRAINT contact_channels_lower_case
        CHECK (channel_type <> 'email' OR channel_identifier = lower(channel_identifier))
);

COMMENT ON TABLE contact_communication_channels IS 'Ways to reach a contact, at most one of a type primary';

-- who is it that writes from this address?
CREATE INDEX idx_contact_channels_identifier
    ON contact_communication_channels (channel_type, channel_identifier);
CREATE UNIQUE INDEX idx_contact_channels_primary
    ON contact_communication_channels (contact_id, channel_type) WHERE is_primary;
CREATE INDEX idx_contact_channels_preferences
    ON contact_communication_channels USING gin (preferences jsonb_path_ops);

CREATE TRIGGER trigger_contact_channels_updated_at
    BEFORE UPDATE ON contact_communication_channels
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

GRANT SELECT, INSERT, UPDATE, DELETE ON contact_communication_channels TO authenticated;
GRANT ALL ON contact_communication_channels TO service_role;

-- What an earlier rollback of this migration put aside comes back.
INSERT INTO contact_communication_channels
SELECT channel.*
FROM contacts c,
     jsonb_populate_recordset(NULL::contact_communication_channels, c.metadata -> 'saved_channels') AS channel
WHERE c.metadata ? 'saved_channels';

UPDATE contacts SET metadata = metadata - 'saved_channels' WHERE metadata ? 'saved_channels';
