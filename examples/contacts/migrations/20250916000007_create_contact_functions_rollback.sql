BEGIN;

DROP FUNCTION IF EXISTS apply_retention_policies(date);
DROP FUNCTION IF EXISTS gdpr_delete_contact(uuid, text);
DROP FUNCTION IF EXISTS export_contact_data_for_subject(uuid, text);
DROP FUNCTION IF EXISTS search_contacts_for_agent(uuid, text, integer);

COMMIT;
