BEGIN;

DROP TRIGGER IF EXISTS trigger_conversations_updated_at ON conversations;
DROP FUNCTION IF EXISTS update_updated_at_column() CASCADE;
DROP TABLE IF EXISTS conversations CASCADE;

COMMIT;
