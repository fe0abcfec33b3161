-- Changes of what migrations made: recorded, or refused.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_t', 'CREATE TABLE t (id int PRIMARY KEY, a text); CREATE VIEW v AS SELECT * FROM t');
SELECT status FROM migrate_apply();
CREATE ROLE regress_changer;
GRANT CREATE, USAGE ON SCHEMA public TO regress_changer;
GRANT ALL ON t TO regress_changer;
ALTER TABLE t OWNER TO regress_changer;
SET SESSION AUTHORIZATION regress_changer;
SET application_name = 'by hand';
ALTER TABLE t ADD COLUMN b int, ALTER COLUMN a SET NOT NULL;
RESET application_name;
RESET SESSION AUTHORIZATION;
SET ROLE regress_changer;
CREATE INDEX t_b ON t (b);
RESET ROLE;
DO $$ BEGIN EXECUTE 'ALTER TABLE t ALTER b SET DEFAULT 1'; END $$;
COMMENT ON VIEW v IS 'x';
ALTER TABLE t SET (fillfactor = 90);
-- what is rolled back did not happen; what fails neither
BEGIN;
ALTER TABLE t ADD COLUMN c int;
ROLLBACK;
ALTER TABLE t ADD COLUMN b int;
BEGIN;
SAVEPOINT s;
ALTER TABLE t ADD COLUMN c int;
ROLLBACK TO s;
ALTER TABLE t ADD COLUMN d int;
COMMIT;
-- no change: nothing of a migration's, or no object
CREATE TABLE u (id int);
ALTER TABLE u ADD COLUMN b int;
ALTER TABLE IF EXISTS missing ADD COLUMN b int;
ALTER TABLE t ADD COLUMN IF NOT EXISTS b int;
INSERT INTO t VALUES (1, 'x');
TRUNCATE t;
CREATE TABLE refers (id int REFERENCES t);
-- nor what a migration does
SELECT action FROM migrate_register('002_more', 'ALTER TABLE t ADD COLUMN e int');
SELECT status FROM migrate_apply();
SELECT finding, mode, command, object_kind, object, migrations, statement, run_as = 'regress_changer' AS changer, logged_in_as = 'regress_changer' AS logged_in, application_name = 'by hand' AS by_hand
  FROM migrate.observed ORDER BY at, object;
SELECT now() - at < '1 minute' AS recent, client_addr FROM migrate.observed LIMIT 1;
-- nobody writes it but the guard
SET ROLE regress_changer;
SELECT * FROM migrate.observed;
RESET ROLE;

SELECT value FROM migrate_set('out_of_band', 'refuse', 'no more of that');
ALTER TABLE t ADD COLUMN f int;
ALTER TABLE t ADD COLUMN f int, ALTER COLUMN a DROP NOT NULL;
CREATE INDEX ON t (a);
COMMENT ON COLUMN t.e IS 'x';
GRANT SELECT ON t TO PUBLIC;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO PUBLIC;
CREATE OR REPLACE VIEW v AS SELECT id, a FROM t;
ALTER TABLE u ADD COLUMN f int;
SELECT action FROM migrate_register('003_more', 'ALTER TABLE t ADD COLUMN g int', 'ALTER TABLE t DROP COLUMN g');
SELECT status FROM migrate_apply();
SELECT status FROM migrate_rollback();
SELECT mode, out_of_band FROM migrate_guard('warn');
ALTER TABLE t ADD COLUMN f int;
SELECT value FROM migrate_set('out_of_band', 'record');
ALTER TABLE t DROP COLUMN f;
SELECT finding, mode, object FROM migrate.observed WHERE object LIKE '%.f' ORDER BY at;
\set VERBOSITY sqlstate
SELECT value FROM migrate_set('out_of_band', 'refuse');
SELECT mode FROM migrate_guard('enforce');
ALTER TABLE t ADD COLUMN g int;
\set VERBOSITY default
DROP EXTENSION pg_strata;
DROP VIEW v;
DROP TABLE t, u, refers;
DROP OWNED BY regress_changer;
DROP ROLE regress_changer;
