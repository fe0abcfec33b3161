-- description: Thumbs up or down on the assistant's messages, with a summary per conversation
-- requires: create_messages_table

CREATE TABLE feedback (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    message_id uuid NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    tenant_id  uuid NOT NULL REFERENCES tenants (id) ON DELETE CASCADE,
    user_id    uuid NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    rating     smallint NOT NULL CHECK (rating IN (-1, 1)),
    comment    text,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (message_id, user_id)
);

COMMENT ON COLUMN feedback.rating IS '1 for thumbs up, -1 for thumbs down';

CREATE INDEX idx_feedback_tenant_created ON feedback (tenant_id, created_at);

ALTER TABLE feedback ENABLE ROW LEVEL SECURITY;

CREATE POLICY feedback_select_tenant ON feedback FOR SELECT TO authenticated
    USING (tenant_id = (SELECT u.tenant_id FROM users u WHERE u.id = auth.uid()));
CREATE POLICY feedback_insert_own ON feedback FOR INSERT TO authenticated
    WITH CHECK (user_id = auth.uid()
                AND EXISTS (SELECT 1 FROM messages m
                            WHERE m.id = feedback.message_id AND m.tenant_id = feedback.tenant_id));
CREATE POLICY feedback_update_own ON feedback FOR UPDATE TO authenticated
    USING (user_id = auth.uid())
    WITH CHECK (user_id = auth.uid());
CREATE POLICY feedback_delete_own ON feedback FOR DELETE TO authenticated
    USING (user_id = auth.uid());

GRANT SELECT, INSERT, UPDATE, DELETE ON feedback TO authenticated;
GRANT ALL ON feedback TO service_role;

-- Row level security does not reach into a materialized view: it is for the back end only.
CREATE MATERIALIZED VIEW message_feedback_summary AS
SELECT m.tenant_id,
       m.conversation_id,
       count(f.id) AS ratings,
       count(*) FILTER (WHERE f.rating = 1) AS positive,
       count(*) FILTER (WHERE f.rating = -1) AS negative,
       max(f.created_at) AS last_rated_at
FROM messages m
JOIN feedback f ON f.message_id = m.id
GROUP BY m.tenant_id, m.conversation_id;

-- REFRESH MATERIALIZED VIEW CONCURRENTLY needs a unique index
CREATE UNIQUE INDEX idx_message_feedback_summary ON message_feedback_summary (tenant_id, conversation_id);

REVOKE ALL ON message_feedback_summary FROM anon, authenticated;
GRANT SELECT ON message_feedback_summary TO service_role;
