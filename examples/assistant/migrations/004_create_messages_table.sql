-- description: Messages of a conversation, listed newest last
-- requires: create_conversations_table

CREATE TABLE messages (
    id              uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    conversation_id uuid NOT NULL REFERENCES conversations (id) ON DELETE CASCADE,
    tenant_id       uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    role            text NOT NULL CHECK (role IN ('user', 'assistant', 'system')),
    content         text NOT NULL CHECK (content <> ''),
    model           text,
    tokens_used     integer NOT NULL DEFAULT 0 CHECK (tokens_used >= 0),
    metadata        jsonb NOT NULL DEFAULT '{}',
    created_at      timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE messages IS 'One utterance in a conversation; never changed, except in its metadata';

CREATE INDEX idx_messages_conversation_created ON messages (conversation_id, created_at);
CREATE INDEX idx_messages_tenant ON messages (tenant_id);

CREATE FUNCTION update_conversation_timestamp() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    UPDATE conversations
    SET last_message_at = greatest(last_message_at, NEW.created_at)
    WHERE id = NEW.conversation_id;
    RETURN NULL;
END;
$$;

CREATE TRIGGER trigger_messages_update_conversation
    AFTER INSERT ON messages
    FOR EACH ROW EXECUTE FUNCTION update_conversation_timestamp();

ALTER TABLE messages ENABLE ROW LEVEL SECURITY;

CREATE POLICY messages_select_tenant ON messages FOR SELECT TO authenticated
    USING (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY messages_insert_tenant ON messages FOR INSERT TO authenticated
    WITH CHECK (EXISTS (SELECT 1 FROM conversations c
                        WHERE c.id = messages.conversation_id AND c.tenant_id = messages.tenant_id));
CREATE POLICY messages_update_own ON messages FOR UPDATE TO authenticated
    USING (EXISTS (SELECT 1 FROM conversations c
                   WHERE c.id = messages.conversation_id AND c.user_id = auth.uid()))
    WITH CHECK (EXISTS (SELECT 1 FROM conversations c
                        WHERE c.id = messages.conversation_id AND c.user_id = auth.uid()
                          AND c.tenant_id = messages.tenant_id));
CREATE POLICY messages_delete_own ON messages FOR DELETE TO authenticated
    USING (EXISTS (SELECT 1 FROM conversations c
                   WHERE c.id = messages.conversation_id AND c.user_id = auth.uid()));

GRANT SELECT, INSERT, UPDATE, DELETE ON messages TO authenticated;
GRANT ALL ON messages TO service_role;
