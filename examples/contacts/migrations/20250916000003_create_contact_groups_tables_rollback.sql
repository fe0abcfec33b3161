BEGIN;

DROP TABLE IF EXISTS contact_group_memberships;
DROP TABLE IF EXISTS contact_groups;

COMMIT;
