-- Triggers, event triggers, rules.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int PRIMARY KEY, code text, size int);
CREATE TABLE app.other (id int REFERENCES app.item);
CREATE VIEW app.v AS SELECT id, code FROM app.item;
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE FUNCTION app.note_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
$$);
SELECT action FROM migrate_register('002_triggers', $$
CREATE TRIGGER t1 BEFORE INSERT OR UPDATE OF code, size ON app.item
    FOR EACH ROW WHEN (NEW.size > 0) EXECUTE FUNCTION app.note('argument');
CREATE OR REPLACE TRIGGER t2 AFTER UPDATE ON app.item
    FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE PROCEDURE app.note();
CREATE TRIGGER t3 INSTEAD OF DELETE ON app.v FOR EACH ROW EXECUTE FUNCTION app.note();
CREATE TRIGGER t4 AFTER INSERT ON app.item REFERENCING NEW TABLE AS fresh
    FOR EACH STATEMENT EXECUTE FUNCTION app.note();
CREATE CONSTRAINT TRIGGER t5 AFTER INSERT ON app.item FROM app.other DEFERRABLE
    FOR EACH ROW EXECUTE FUNCTION app.note();
ALTER TRIGGER t1 ON app.item RENAME TO t1b;
ALTER TABLE app.item DISABLE TRIGGER t1b, ENABLE ALWAYS TRIGGER t2;
COMMENT ON TRIGGER t1b ON app.item IS 'x';
DROP TRIGGER t3 ON app.v;
DROP TRIGGER IF EXISTS never_there ON app.item;
CREATE EVENT TRIGGER e1 ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION app.note_ddl();
ALTER EVENT TRIGGER e1 DISABLE;
DROP EVENT TRIGGER e1;
CREATE RULE r1 AS ON UPDATE TO app.v
    DO INSTEAD (UPDATE app.item SET code = NEW.code WHERE id = OLD.id; NOTIFY changed);
CREATE RULE r0 AS ON INSERT TO app.item WHERE NEW.id > 100 DO ALSO SELECT NEW.code;
CREATE OR REPLACE RULE r1 AS ON UPDATE TO app.v DO INSTEAD NOTHING;
ALTER RULE r1 ON app.v RENAME TO r2;
DROP RULE r2 ON app.v;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE TRIGGER x1 AFTER INSERT ON missing_table EXECUTE FUNCTION app.note();
CREATE TRIGGER x2 AFTER INSERT ON app.item EXECUTE FUNCTION missing_function();
CREATE TRIGGER x3 AFTER UPDATE OF missing_column ON app.item EXECUTE FUNCTION app.note();
CREATE TRIGGER x4 AFTER INSERT ON app.item FOR EACH ROW WHEN (NEW.missing_column > 0) EXECUTE FUNCTION app.note();
DROP TRIGGER missing_trigger ON app.item;
DROP TRIGGER t1 ON app.item;
DROP TRIGGER t5 ON missing_table;
ALTER TRIGGER missing_trigger ON app.item RENAME TO x;
CREATE RULE x5 AS ON INSERT TO app.item DO ALSO INSERT INTO missing_table VALUES (NEW.id);
CREATE RULE x6 AS ON INSERT TO app.item DO ALSO INSERT INTO app.other VALUES (NEW.missing_column);
CREATE EVENT TRIGGER x7 ON sql_drop EXECUTE FUNCTION missing_function();
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
