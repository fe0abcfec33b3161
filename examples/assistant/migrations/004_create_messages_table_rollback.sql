BEGIN;

DROP TRIGGER IF EXISTS trigger_messages_update_conversation ON messages;
DROP FUNCTION IF EXISTS update_conversation_timestamp() CASCADE;
DROP TABLE IF EXISTS messages CASCADE;

COMMIT;
