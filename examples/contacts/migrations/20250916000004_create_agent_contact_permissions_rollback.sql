BEGIN;

DROP TABLE IF EXISTS agent_specific_contact_access;
DROP TABLE IF EXISTS agent_contact_permissions;
DROP TYPE IF EXISTS contact_access_level;

COMMIT;
