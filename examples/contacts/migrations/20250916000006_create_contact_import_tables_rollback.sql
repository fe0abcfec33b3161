BEGIN;

DROP TABLE IF EXISTS contact_import_jobs;

COMMIT;
