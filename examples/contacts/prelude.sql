-- The application before the contacts: agents, which act for people and have accounts of their own, and what 167
-- earlier migrations left that these eight lean on. Needs ../prelude.sql.

CREATE FUNCTION update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TABLE agents (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id     uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    auth_user_id uuid NOT NULL UNIQUE REFERENCES auth.users (id) ON DELETE CASCADE,
    name         text NOT NULL,
    is_active    boolean NOT NULL DEFAULT true,
    created_at   timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN agents.auth_user_id IS 'The account with which the agent itself signs in';

CREATE TABLE audit_log (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL DEFAULT now(),
    actor   uuid,
    action  text NOT NULL,
    subject uuid,
    detail  jsonb NOT NULL DEFAULT '{}'
);

ALTER TABLE agents ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;

CREATE POLICY agents_select_own ON agents FOR SELECT TO authenticated
    USING (owner_id = auth.uid() OR auth_user_id = auth.uid());

GRANT SELECT ON agents TO authenticated;
GRANT ALL ON agents, audit_log TO service_role;

-- Ada has two agents, Ben has one.
INSERT INTO auth.users (id, email) VALUES
    ('20000000-0000-4000-8000-000000000001', 'ada@people.example'),
    ('20000000-0000-4000-8000-000000000002', 'ben@people.example'),
    ('20000000-0000-4000-8000-000000000003', 'cleo@people.example'),
    ('20000000-0000-4000-8000-000000000011', 'scribe@agents.example'),
    ('20000000-0000-4000-8000-000000000012', 'caller@agents.example'),
    ('20000000-0000-4000-8000-000000000013', 'porter@agents.example');

INSERT INTO agents (id, owner_id, auth_user_id, name) VALUES
    ('40000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001',
     '20000000-0000-4000-8000-000000000011', 'Scribe'),
    ('40000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000001',
     '20000000-0000-4000-8000-000000000012', 'Caller'),
    ('40000000-0000-4000-8000-000000000003', '20000000-0000-4000-8000-000000000002',
     '20000000-0000-4000-8000-000000000013', 'Porter');
