-- The application before migration 003: two tenants and their people. Needs ../prelude.sql.

CREATE TABLE tenants (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
    id           uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    tenant_id    uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    email        text NOT NULL UNIQUE,
    display_name text,
    is_admin     boolean NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX idx_users_tenant ON users (tenant_id);

ALTER TABLE tenants ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_select_self ON users FOR SELECT TO authenticated
    USING (id = auth.uid());
CREATE POLICY tenants_select_own ON tenants FOR SELECT TO authenticated
    USING (id IN (SELECT tenant_id FROM users WHERE users.id = auth.uid()));

GRANT SELECT ON tenants, users TO authenticated;
GRANT ALL ON tenants, users TO service_role;

INSERT INTO tenants (id, name) VALUES
    ('10000000-0000-4000-8000-000000000001', 'Harbour Coffee'),
    ('10000000-0000-4000-8000-000000000002', 'Northwind Cycles');

INSERT INTO auth.users (id, email) VALUES
    ('20000000-0000-4000-8000-000000000001', 'ada@harbour.example'),
    ('20000000-0000-4000-8000-000000000002', 'ben@harbour.example'),
    ('20000000-0000-4000-8000-000000000003', 'cleo@northwind.example');

INSERT INTO users (id, tenant_id, email, display_name, is_admin)
SELECT account.id, tenants.id, account.email, person.display_name, person.is_admin
FROM (VALUES ('ada@harbour.example', 'Ada', 'Harbour Coffee', true),
             ('ben@harbour.example', 'Ben', 'Harbour Coffee', false),
             ('cleo@northwind.example', 'Cleo', 'Northwind Cycles', true))
     AS person (email, display_name, tenant, is_admin)
JOIN auth.users AS account ON account.email = person.email
JOIN tenants ON tenants.name = person.tenant;
