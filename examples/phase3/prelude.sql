-- The application before phase 3: organizations with members, workflows, logs, and api_integrations, which is not the
-- table that phase 3 speaks of. Needs ../prelude.sql.

CREATE FUNCTION update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TABLE organizations (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL UNIQUE,
    plan       text NOT NULL DEFAULT 'free' CHECK (plan IN ('free', 'team', 'enterprise')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE organization_members (
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id         uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    role            text NOT NULL DEFAULT 'member' CHECK (role IN ('owner', 'admin', 'member')),
    joined_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id)
);

CREATE TABLE api_integrations (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id      uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    provider     text NOT NULL,
    api_key_hash text NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE workflows (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    owner_id   uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    name       text NOT NULL,
    status     text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'active', 'paused')),
    definition jsonb NOT NULL DEFAULT '{}',
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);

CREATE TRIGGER update_workflows_updated_at
    BEFORE UPDATE ON workflows
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

CREATE TABLE workflow_executions (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workflow_id uuid NOT NULL REFERENCES workflows (id) ON DELETE CASCADE,
    status      text NOT NULL DEFAULT 'running' CHECK (status IN ('running', 'succeeded', 'failed')),
    started_at  timestamptz NOT NULL DEFAULT now(),
    finished_at timestamptz,
    error       text
);

CREATE TABLE notifications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    message    text NOT NULL,
    read_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit_logs (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid REFERENCES organizations (id) ON DELETE SET NULL,
    actor_id        uuid,
    action          text NOT NULL,
    details         jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE api_requests (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    endpoint        text NOT NULL,
    status_code     integer NOT NULL,
    duration_ms     integer NOT NULL,
    created_at      timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organization_members ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_integrations ENABLE ROW LEVEL SECURITY;
ALTER TABLE workflows ENABLE ROW LEVEL SECURITY;

CREATE POLICY organization_members_select_self ON organization_members FOR SELECT TO authenticated
    USING (user_id = auth.uid());
CREATE POLICY organizations_select_member ON organizations FOR SELECT TO authenticated
    USING (id IN (SELECT m.organization_id FROM organization_members m WHERE m.user_id = auth.uid()));
CREATE POLICY api_integrations_all_own ON api_integrations FOR ALL TO authenticated
    USING (user_id = auth.uid());
CREATE POLICY workflows_all_own ON workflows FOR ALL TO authenticated
    USING (owner_id = auth.uid());

GRANT SELECT ON organizations, organization_members TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON api_integrations, workflows TO authenticated;
GRANT SELECT, UPDATE ON notifications TO authenticated;
GRANT SELECT, INSERT ON audit_logs, api_requests, workflow_executions TO authenticated;
GRANT ALL ON ALL TABLES IN SCHEMA public TO service_role;

INSERT INTO organizations (id, name, plan) VALUES
    ('10000000-0000-4000-8000-000000000001', 'Harbour Coffee', 'team'),
    ('10000000-0000-4000-8000-000000000002', 'Northwind Cycles', 'free');

INSERT INTO auth.users (id, email) VALUES
    ('20000000-0000-4000-8000-000000000001', 'ada@harbour.example'),
    ('20000000-0000-4000-8000-000000000002', 'ben@harbour.example'),
    ('20000000-0000-4000-8000-000000000003', 'cleo@northwind.example');

INSERT INTO organization_members (organization_id, user_id, role) VALUES
    ('10000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'admin'),
    ('10000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000002', 'member'),
    ('10000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000003', 'owner');

INSERT INTO api_integrations (user_id, provider, api_key_hash)
VALUES ('20000000-0000-4000-8000-000000000001', 'mail', md5('not a key'));

INSERT INTO workflows (id, owner_id, name, status) VALUES
    ('30000000-0000-4000-8000-000000000001', '20000000-0000-4000-8000-000000000001', 'Daily orders', 'active'),
    ('30000000-0000-4000-8000-000000000002', '20000000-0000-4000-8000-000000000003', 'Stock alarm', 'active');

INSERT INTO workflow_executions (workflow_id, status, started_at, finished_at)
SELECT id, CASE n % 5 WHEN 0 THEN 'failed' ELSE 'succeeded' END, now() - n * interval '1 hour',
       now() - n * interval '1 hour' + interval '2 seconds'
FROM workflows, generate_series(1, 20) AS n;
