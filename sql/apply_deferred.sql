-- Deferred constraints: what a script leaves pending is checked with it; what the caller has pending is not.
CREATE EXTENSION pg_strata;
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (id int CONSTRAINT child_fk REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE lazy (id int CONSTRAINT lazy_fk REFERENCES parent DEFERRABLE INITIALLY IMMEDIATE);
CREATE TABLE uniq (id int CONSTRAINT uniq_key UNIQUE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE free (id int);
-- a script that breaks one fails at its own end, not at COMMIT
SELECT action FROM migrate_register('001_breaks', 'INSERT INTO child VALUES (1)', 'SELECT 1');
SELECT action FROM migrate_register('002_other', 'INSERT INTO free VALUES (1)', 'DELETE FROM free');
\set VERBOSITY terse
SELECT status FROM migrate_apply();
SELECT count(*) FROM free;
-- one that mends it before its end does not
SELECT action FROM migrate_register('001_breaks', 'INSERT INTO child VALUES (1); INSERT INTO parent VALUES (1); INSERT INTO uniq VALUES (1), (1); UPDATE uniq SET id = 2 WHERE ctid = ''(0,2)''', 'DELETE FROM child; DELETE FROM parent; DELETE FROM uniq', replace => true);
SELECT status FROM migrate_apply();
-- the mode of constraints afterwards is the declared one: in the next migration, and for the caller
SELECT action FROM migrate_register('003_defers', 'INSERT INTO child VALUES (3); INSERT INTO parent VALUES (3)', 'DELETE FROM parent WHERE id = 3; DELETE FROM child WHERE id = 3');
SELECT action FROM migrate_register('004_defers', 'INSERT INTO child VALUES (4); INSERT INTO parent VALUES (4)', 'DELETE FROM parent WHERE id = 4; DELETE FROM child WHERE id = 4');
BEGIN;
SELECT status FROM migrate_apply();
INSERT INTO child VALUES (5);
INSERT INTO parent VALUES (5);
INSERT INTO lazy VALUES (6);
ROLLBACK;
SELECT status FROM migrate_apply();
-- down scripts the same
SELECT status FROM migrate_rollback(steps => 2);
SELECT status FROM migrate_apply();
-- new tables, made and filled in one script
SELECT action FROM migrate_register('005_new', 'CREATE TABLE new (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED); INSERT INTO new VALUES (50); ALTER TABLE free ADD COLUMN x int', 'DROP TABLE new');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('005_new', 'CREATE TABLE new (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED); INSERT INTO new VALUES (50); INSERT INTO parent VALUES (50)', 'DROP TABLE new', replace => true);
SELECT status FROM migrate_apply();
-- SET CONSTRAINTS in a script is undone with it
SELECT action FROM migrate_register('006_sets', 'SET CONSTRAINTS ALL DEFERRED; INSERT INTO lazy VALUES (60); INSERT INTO parent VALUES (60)');
SELECT action FROM migrate_register('007_sets', 'SET CONSTRAINTS lazy_fk DEFERRED; INSERT INTO lazy VALUES (70)');
SELECT action FROM migrate_register('008_sets', 'SET CONSTRAINTS ALL IMMEDIATE; INSERT INTO parent VALUES (80); INSERT INTO child VALUES (80)');
SELECT status FROM migrate_apply('6');
SELECT status FROM migrate_apply(only_these => '{7}');
BEGIN;
SELECT status FROM migrate_apply(only_these => '{8}');
INSERT INTO child VALUES (90);
INSERT INTO parent VALUES (90);
SAVEPOINT s;
INSERT INTO lazy VALUES (91);
ROLLBACK TO s;
COMMIT;
SELECT migrate_unregister('7') IS NOT NULL AS gone;
-- the caller's own pending rows: neither fired nor blamed, and still checked at COMMIT
SELECT action FROM migrate_register('010_other', 'INSERT INTO free VALUES (10)', 'DELETE FROM free WHERE id = 10');
BEGIN;
INSERT INTO child VALUES (100);
SELECT status FROM migrate_apply();
INSERT INTO parent VALUES (100);
COMMIT;
BEGIN;
INSERT INTO child VALUES (101);
SELECT status FROM migrate_redo('10');
SELECT count(*) FROM migrate_verify();
COMMIT;
-- also when the script writes to the very table, and it is right itself
SELECT action FROM migrate_register('011_same', 'INSERT INTO parent VALUES (110); INSERT INTO child VALUES (110)', 'DELETE FROM child WHERE id = 110; DELETE FROM parent WHERE id = 110');
BEGIN;
INSERT INTO child VALUES (111);
SELECT status FROM migrate_apply();
INSERT INTO parent VALUES (111);
INSERT INTO child VALUES (112);
INSERT INTO parent VALUES (112);
COMMIT;
SELECT id FROM child WHERE id > 100 ORDER BY 1;
-- the modes that the caller has set stay
BEGIN;
SET CONSTRAINTS lazy_fk DEFERRED;
INSERT INTO lazy VALUES (120);
SELECT status FROM migrate_redo('11');
INSERT INTO lazy VALUES (121);
INSERT INTO parent VALUES (120), (121);
COMMIT;
BEGIN;
SET CONSTRAINTS ALL IMMEDIATE;
SELECT status FROM migrate_redo('10');
INSERT INTO child VALUES (130);
ROLLBACK;
-- constraint triggers are constraints too
CREATE FUNCTION complain() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'complaint about %', NEW.id; END $$;
CREATE CONSTRAINT TRIGGER complains AFTER INSERT ON free DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 13) EXECUTE FUNCTION complain();
SELECT action FROM migrate_register('012_trigger', 'INSERT INTO free VALUES (13); SELECT 1');
\set VERBOSITY default
SELECT status FROM migrate_apply();
\set VERBOSITY terse
BEGIN;
INSERT INTO free VALUES (13);
SELECT action FROM migrate_register('012_trigger', 'INSERT INTO free VALUES (12)', replace => true);
SELECT status FROM migrate_apply();
ROLLBACK;
-- rows that come by other ways: functions, COPY, cascades, rules, partitions
SELECT action FROM migrate_register('012_trigger', 'CREATE FUNCTION sneak() RETURNS void LANGUAGE sql AS ''INSERT INTO free VALUES (13)''; SELECT sneak()', replace => true);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('012_trigger', 'COPY free (id) FROM PROGRAM ''echo 13''', replace => true);
SELECT status FROM migrate_apply();
CREATE TABLE parts (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED) PARTITION BY LIST (id);
CREATE TABLE part1 PARTITION OF parts DEFAULT;
SELECT action FROM migrate_register('012_trigger', 'INSERT INTO parts VALUES (999)', replace => true);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('012_trigger', 'DELETE FROM parent WHERE id = 100', replace => true);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('012_trigger', 'INSERT INTO uniq VALUES (1)', replace => true);
SELECT status FROM migrate_apply();
SELECT migration, state FROM migrate_status() WHERE state = 'pending';
-- a name that a constraint shares with one that is not deferrable: SET CONSTRAINTS could not put it back
CREATE TABLE namesake1 (id int CONSTRAINT shared REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE namesake2 (id int CONSTRAINT shared REFERENCES parent);
INSERT INTO parent VALUES (200);
SELECT action FROM migrate_register('012_trigger', 'INSERT INTO namesake1 VALUES (200)', 'SELECT 1', replace => true);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('013_shared', 'INSERT INTO namesake1 VALUES (999)');
SELECT status FROM migrate_apply();
-- the caller's rows of the same command, outside a transaction block
SELECT action FROM migrate_register('013_shared', 'SELECT 1', replace => true);
DO $$
BEGIN
    INSERT INTO child (id) VALUES (201);
    PERFORM migrate_apply();
    INSERT INTO parent VALUES (201);
END $$;
SELECT state FROM migrate_status() WHERE migration = '013_shared';
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP TABLE child, lazy, uniq, free, parts, new, namesake1, namesake2, parent;
DROP FUNCTION complain;
