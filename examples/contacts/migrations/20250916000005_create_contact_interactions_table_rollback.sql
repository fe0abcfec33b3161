BEGIN;

DROP TABLE IF EXISTS contact_interactions;
DROP FUNCTION IF EXISTS update_contact_last_contacted();

COMMIT;
