-- off, log, warn, enforce: migrate_guard.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_guard();
SELECT action FROM migrate_register('001_t', 'CREATE TABLE t (id int); CREATE VIEW v AS SELECT 1 AS one');
SELECT action FROM migrate_register('002_u', 'CREATE TABLE u (id int)');
SELECT status FROM migrate_apply('001');
SELECT * FROM migrate_guard('warn', 'ticket 12');
CREATE TABLE r (id int REFERENCES u);
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM u; END $$;
ALTER TABLE t RENAME TO tt;
ALTER TABLE tt RENAME TO t;
DROP VIEW v;
CREATE TABLE IF NOT EXISTS t (id int, a int);
ALTER TABLE t ALTER id TYPE bigint;
CREATE SCHEMA other;
ALTER TABLE t SET SCHEMA other;
ALTER TABLE other.t SET SCHEMA public;

SELECT * FROM migrate_guard('log');
CREATE TABLE r (id int REFERENCES u);
SET client_min_messages = log;
ALTER TABLE t RENAME TO tt;
CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM u; END $$;
RESET client_min_messages;
ALTER TABLE tt RENAME TO t;

SELECT * FROM migrate_guard('off', 'quiet, please');
CREATE TABLE r (id int REFERENCES u);
CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM u; END $$;
ALTER TABLE t RENAME TO tt;
ALTER TABLE tt ADD COLUMN unseen int;
DROP TABLE tt;
SELECT finding, mode, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;

SELECT * FROM migrate_guard('enforce');
CREATE TABLE r (id int REFERENCES u);
-- set again to what it is: no entry
SELECT mode FROM migrate_guard('enforce', 'again');
SELECT action, outcome, message, reason FROM migrate_history() WHERE action = 'set' ORDER BY id;
SELECT * FROM migrate_guard('strict');
SELECT * FROM migrate_guard('');
SELECT name, value FROM migrate_settings() WHERE name = 'guard';
SELECT value FROM migrate_set('guard', 'log', 'the same setting');
SELECT mode FROM migrate_guard();
-- with the transaction, and at once
SELECT mode FROM migrate_guard('enforce');
BEGIN;
SELECT mode FROM migrate_guard('off');
CREATE OR REPLACE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM * FROM u; END $$;
ROLLBACK;
CREATE TABLE r (id int REFERENCES u);
BEGIN;
SAVEPOINT s;
SELECT mode FROM migrate_guard('off');
ROLLBACK TO s;
CREATE TABLE r (id int REFERENCES u);
ROLLBACK;
-- so with what is registered and applied
CREATE TABLE x (id int);
BEGIN;
SELECT action FROM migrate_register('003_x', 'CREATE INDEX x_id ON x (id)');
SAVEPOINT s;
DROP TABLE x;
ROLLBACK TO s;
SELECT status FROM migrate_apply('003');
ROLLBACK TO s;
DROP TABLE x;
ROLLBACK;
DROP TABLE x;
-- a trigger that somebody disabled
ALTER EVENT TRIGGER pg_strata_guard_drop DISABLE;
SELECT installed, detail FROM migrate_guard();
ALTER EVENT TRIGGER pg_strata_guard_drop ENABLE ALWAYS;
SELECT installed, detail FROM migrate_guard();
DROP EVENT TRIGGER pg_strata_guard_drop;
-- its functions are nobody's to call
SELECT migrate.guard_command_start();
-- scripts do not switch it
SELECT * FROM migrate_register('004_sly', 'SELECT migrate_guard(''off'')');
SELECT * FROM migrate_register('004_sly', 'SELECT migrate_guard_override(''me'')');
SELECT action FROM migrate_register('004_sly', 'DO $$ BEGIN PERFORM migrate_guard(''off''); END $$');
SELECT status FROM migrate_apply('004');
\set VERBOSITY sqlstate
SELECT * FROM migrate_guard('strict');
\set VERBOSITY default
DROP EXTENSION pg_strata;
DROP FUNCTION f;
DROP SCHEMA other;
