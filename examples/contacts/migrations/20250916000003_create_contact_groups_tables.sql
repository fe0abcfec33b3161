-- description: Groups of contacts, and who is in them

CREATE TABLE contact_groups (
    id          uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id     uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    name        text NOT NULL CHECK (btrim(name) <> ''),
    description text,
    color       text CHECK (color ~ '^#[0-9a-f]{6}$'),
    settings    jsonb NOT NULL DEFAULT '{}',
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, name)
);

COMMENT ON TABLE contact_groups IS 'Groups that a user sorts contacts into; a group stands without any';

CREATE TABLE contact_group_memberships (
    group_id   uuid NOT NULL REFERENCES contact_groups (id) ON DELETE CASCADE,
    contact_id uuid NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
    role       text,
    added_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, contact_id)
);

CREATE INDEX idx_contact_group_memberships_contact ON contact_group_memberships (contact_id);

CREATE TRIGGER trigger_contact_groups_updated_at
    BEFORE UPDATE ON contact_groups
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

GRANT SELECT, INSERT, UPDATE, DELETE ON contact_groups, contact_group_memberships TO authenticated;
GRANT ALL ON contact_groups, contact_group_memberships TO service_role;
