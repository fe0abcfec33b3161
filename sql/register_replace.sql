-- What has been applied is frozen; the rest of a migration can be amended, on record.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int); -- first', 'DROP TABLE a', 'SELECT true', description => 'one');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int); -- first', 'DROP TABLE a', 'SELECT true', description => 'one');
-- the statements of up cannot change, with replace or without
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE "a" (id int);', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int); SELECT 1', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int) -- no semicolon', replace => true);
-- comments and white space may, if asked for
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int); -- second', 'DROP TABLE a', 'SELECT true', description => 'one');
SELECT action FROM migrate_register('001_a', E'/* second */\nCREATE TABLE a (\n  id int\n);', replace => true);
-- and so may everything else
SELECT action FROM migrate_register('001_a', E'/* second */\nCREATE TABLE a (\n  id int\n);', 'DROP TABLE IF EXISTS a; -- now with IF EXISTS', replace => true,
                                    options => '{"reason": "may be gone"}');
SELECT action FROM migrate_register('001_a', E'/* second */\nCREATE TABLE a (\n  id int\n);', verify => 'SELECT true AS "there"', description => 'two', replace => true);
SELECT action FROM migrate_register('001_a', E'/* second */\nCREATE TABLE a (\n  id int\n);', requires => '{000_before}', conflicts => '{002_after}', replace => true);
SELECT action FROM migrate_register('001_a', E'/* second */\nCREATE TABLE a (\n  id int\n);', replace => true);
SELECT id, action, outcome, reason FROM migrate_history('001_a');
-- status shows the current text, history and migrate.applied the one that ran
SELECT s.text_checksum = encode(sha256(E'/* second */\nCREATE TABLE a (\n  id int\n);'), 'hex') AS current,
       a.up_checksum = encode(sha256('CREATE TABLE a (id int); -- first'), 'hex') AS that_ran,
       h.checksum = a.up_checksum AS on_record
  FROM migrate_status() s JOIN migrate.applied a USING (migration), migrate_history('001_a') h WHERE h.action = 'apply';
-- the current down script is the one that runs; both digests are on record
SELECT check_name, ok FROM migrate_verify('1');
SELECT status FROM migrate_rollback();
SELECT checksum = encode(sha256('DROP TABLE IF EXISTS a; -- now with IF EXISTS'), 'hex') AS down_that_ran,
       detail LIKE '%' || encode(sha256('CREATE TABLE a (id int); -- first'), 'hex') || '%' AS up_that_ran
  FROM migrate_history('001_a') WHERE action = 'rollback';
-- thawed again
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);', requires => '{""}', replace => true);
SELECT status FROM migrate_apply();
-- marked as applied is applied
SELECT action FROM migrate_register('002_b', 'SELECT 1');
SELECT new_state FROM migrate_mark('2', 'applied', 'by hand');
SELECT action FROM migrate_register('002_b', 'SELECT 2', replace => true);
-- skipped is not
SELECT new_state FROM migrate_mark('2', 'skipped', 'not wanted');
SELECT action FROM migrate_register('002_b', 'SELECT 2', replace => true);
SELECT action FROM migrate_register('001_a', '', replace => true);
-- a fault in the kept parts does not stop a correction of another
SELECT action FROM migrate_register('003_c', 'SELECT 1', 'SELECT 2', 'SELECT true');
SELECT action FROM migrate_register('003_c', 'SELECT 1', 'SELECT (', replace => true);
SELECT action FROM migrate_register('003_c', 'SELECT 1', 'SELECT 3', replace => true);
\set VERBOSITY sqlstate
SELECT action FROM migrate_register('001_a', 'SELECT 1', replace => true);
SELECT action FROM migrate_register('003_c', 'SELECT 9');
\set VERBOSITY default
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
-- a script can be given alone: the others stay, the up script too
SELECT action FROM migrate_register('900_alone', 'SELECT 1', verify => 'SELECT true');
SELECT action FROM migrate_register('900_alone', down => 'SELECT 2', replace => true);
SELECT up_checksum = encode(sha256('SELECT 1'), 'hex') AS up, down_checksum = encode(sha256('SELECT 2'), 'hex') AS down, verify_checksum IS NOT NULL AS verify FROM migrate.migration WHERE migration = '900_alone';
\set VERBOSITY sqlstate
SELECT migrate_register('900_alone', down => 'SELECT 3');
SELECT migrate_register('901_unknown', down => 'SELECT 3', replace => true);
SELECT migrate_register('900_alone', '', replace => true);
\set VERBOSITY default
DROP EXTENSION pg_strata;
DROP TABLE a;
