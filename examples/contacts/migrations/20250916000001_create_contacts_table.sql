-- description: People and organizations that a user knows

CREATE TABLE contacts (
    id                uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id           uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    display_name      text NOT NULL CHECK (btrim(display_name) <> ''),
    given_name        text,
    family_name       text,
    organization      text,
    job_title         text,
    notes             text,
    status            text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'blocked', 'erased')),
    tags              text[] NOT NULL DEFAULT '{}',
    metadata          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    consent_status    text NOT NULL DEFAULT 'unknown' CHECK (consent_status IN ('unknown', 'granted', 'withdrawn')),
    retain_until      date,
    last_contacted_at timestamptz,
    created_at        timestamptz NOT NULL DEFAULT now(),
    updated_at        timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE contacts IS 'People and organizations that a user knows, each seen by that user and permitted agents';
COMMENT ON COLUMN contacts.status IS 'erased: the row stays for its references, nothing personal is left in it';
COMMENT ON COLUMN contacts.retain_until IS 'From this day on apply_retention_policies() erases the contact';

CREATE INDEX idx_contacts_user_name ON contacts (user_id, display_name);
CREATE INDEX idx_contacts_user_status ON contacts (user_id, status);
CREATE INDEX idx_contacts_search ON contacts
    USING gin (to_tsvector('simple', display_name || ' ' || coalesce(organization, '')));
CREATE INDEX idx_contacts_metadata ON contacts USING gin (metadata jsonb_path_ops);
CREATE INDEX idx_contacts_tags ON contacts USING gin (tags);
CREATE INDEX idx_contacts_retain_until ON contacts (retain_until) WHERE retain_until IS NOT NULL;

CREATE TRIGGER trigger_contacts_updated_at
    BEFORE UPDATE ON contacts
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

GRANT SELECT, INSERT, UPDATE, DELETE ON contacts TO authenticated;
GRANT ALL ON contacts TO service_role;
