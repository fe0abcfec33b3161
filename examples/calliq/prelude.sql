-- The application before migration 022: organizations with their people, calls with transcripts, what is counted and
-- reserved for them, notifications and referrals. Needs ../prelude.sql; data.sql fills it.

CREATE SCHEMA backup;
COMMENT ON SCHEMA backup IS 'What migrations put aside before they change or delete it; nobody but the owner may look';

CREATE TABLE organizations (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name       text NOT NULL,
    owner_id   uuid NOT NULL REFERENCES auth.users (id),
    plan       text NOT NULL DEFAULT 'starter' CHECK (plan IN ('starter', 'growth', 'scale')),
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
    id              uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    email           text NOT NULL,
    full_name       text,
    role            text NOT NULL DEFAULT 'agent' CHECK (role IN ('owner', 'manager', 'agent')),
    created_at      timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE calls (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    user_id         uuid REFERENCES users (id),
    customer_name   text,
    customer_email  text,
    direction       text NOT NULL DEFAULT 'inbound' CHECK (direction IN ('inbound', 'outbound')),
    status          text NOT NULL DEFAULT 'completed' CHECK (status IN ('completed', 'missed', 'failed')),
    file_url        text,
    duration        integer,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz,
    metadata        jsonb NOT NULL DEFAULT '{}',
    deleted_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN calls.duration IS 'Seconds';

CREATE TABLE transcripts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    call_id    uuid NOT NULL REFERENCES calls (id) ON DELETE CASCADE,
    language   text NOT NULL DEFAULT 'en',
    content    text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE usage_metrics (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    metric_type     text NOT NULL,
    quantity        numeric NOT NULL,
    metadata        jsonb NOT NULL DEFAULT '{}',
    recorded_at     timestamptz NOT NULL DEFAULT now()
);

COMMENT ON COLUMN usage_metrics.metadata IS 'call_id: the call that was metered, if any';

CREATE TABLE usage_reservations (
    id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id) ON DELETE CASCADE,
    minutes         integer NOT NULL,
    status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'used', 'released')),
    reserved_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE notifications (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title      text NOT NULL,
    body       text NOT NULL DEFAULT '',
    read_at    timestamptz,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE referrals (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    referrer_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    referred_email text NOT NULL,
    status         text NOT NULL DEFAULT 'sent' CHECK (status IN ('sent', 'signed_up', 'paid')),
    created_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE referral_statistics (
    user_id    uuid PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
    sent       integer NOT NULL DEFAULT 0,
    signed_up  integer NOT NULL DEFAULT 0,
    paid       integer NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now()
);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE calls ENABLE ROW LEVEL SECURITY;
ALTER TABLE transcripts ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_metrics ENABLE ROW LEVEL SECURITY;
ALTER TABLE usage_reservations ENABLE ROW LEVEL SECURITY;
ALTER TABLE notifications ENABLE ROW LEVEL SECURITY;
ALTER TABLE referrals ENABLE ROW LEVEL SECURITY;
ALTER TABLE referral_statistics ENABLE ROW LEVEL SECURITY;

CREATE POLICY users_select_self ON users FOR SELECT TO authenticated
    USING (id = auth.uid());
CREATE POLICY organizations_select_own ON organizations FOR SELECT TO authenticated
    USING (id IN (SELECT u.organization_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY calls_select_organization ON calls FOR SELECT TO authenticated
    USING (organization_id IN (SELECT u.organization_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY transcripts_select_organization ON transcripts FOR SELECT TO authenticated
    USING (call_id IN (SELECT c.id FROM calls c));
CREATE POLICY usage_metrics_select_organization ON usage_metrics FOR SELECT TO authenticated
    USING (organization_id IN (SELECT u.organization_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY referrals_all_own ON referrals FOR ALL TO authenticated
    USING (referrer_id = auth.uid());

-- Clicked together on a dashboard, and far too open: everybody reads and changes everybody's.
CREATE POLICY "Enable read access for all users" ON notifications FOR SELECT
    USING (true);
CREATE POLICY "Enable insert for authenticated users only" ON notifications FOR INSERT TO authenticated
    WITH CHECK (true);
CREATE POLICY "Users can update notifications" ON notifications FOR UPDATE TO authenticated
    USING (auth.uid() IS NOT NULL) WITH CHECK (true);
CREATE POLICY "Anyone can view referral statistics" ON referral_statistics FOR SELECT TO anon, authenticated
    USING (true);
CREATE POLICY "System can manage referral statistics" ON referral_statistics FOR ALL
    USING (true) WITH CHECK (true);

GRANT SELECT ON organizations, users, calls, transcripts, usage_metrics TO authenticated;
GRANT SELECT, INSERT, UPDATE, DELETE ON notifications, referrals, referral_statistics TO authenticated;
GRANT SELECT ON notifications, referral_statistics TO anon;
GRANT ALL ON ALL TABLES IN SCHEMA public TO service_role;
