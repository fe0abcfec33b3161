-- description: Conversations between a user and the assistant, one owner each, private to a tenant

CREATE TABLE conversations (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id       uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id         uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title           text,
    status          text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'archived', 'deleted')),
    metadata        jsonb NOT NULL DEFAULT '{}',
    last_message_at timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE conversations IS 'A thread of messages between one user and the assistant';
COMMENT ON COLUMN conversations.last_message_at IS 'Kept by a trigger on messages';

CREATE INDEX idx_conversations_tenant ON conversations (tenant_id);
CREATE INDEX idx_conversations_user_updated ON conversations (user_id, updated_at DESC) WHERE status <> 'deleted';

CREATE FUNCTION update_updated_at_column() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END;
$$;

CREATE TRIGGER trigger_conversations_updated_at
    BEFORE UPDATE ON conversations
    FOR EACH ROW EXECUTE FUNCTION update_updated_at_column();

ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;

CREATE POLICY conversations_select_tenant ON conversations FOR SELECT TO authenticated
    USING (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY conversations_insert_own ON conversations FOR INSERT TO authenticated
    WITH CHECK (user_id = auth.uid()
                AND tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY conversations_update_tenant ON conversations FOR UPDATE TO authenticated
    USING (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()))
    WITH CHECK (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY conversations_delete_own ON conversations FOR DELETE TO authenticated
    USING (user_id = auth.uid());

GRANT SELECT, INSERT, UPDATE, DELETE ON conversations TO authenticated;
GRANT ALL ON conversations TO service_role;
