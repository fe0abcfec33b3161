-- Break glass: migrate_guard_override.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_t', 'CREATE TABLE t (id int); CREATE TABLE u (id int); CREATE TABLE w (id int); CREATE TABLE x (id int)');
SELECT status FROM migrate_apply();
SELECT * FROM migrate_guard_override('');
SELECT * FROM migrate_guard_override(NULL);
BEGIN;
SELECT mode, overridden, detail FROM migrate_guard_override('the disk is full');
DROP TABLE t;
ALTER TABLE u RENAME TO uu;
SELECT overridden FROM migrate_guard();
COMMIT;
SELECT overridden FROM migrate_guard();
DROP TABLE w;
-- by itself it is a transaction of its own
SELECT overridden FROM migrate_guard_override('useless');
DROP TABLE w;
-- what is rolled back is not overridden
BEGIN;
SAVEPOINT s;
SELECT overridden FROM migrate_guard_override('a try');
ROLLBACK TO s;
SELECT overridden FROM migrate_guard();
DROP TABLE w;
ROLLBACK;
BEGIN;
SAVEPOINT s;
SELECT overridden FROM migrate_guard_override('kept');
RELEASE s;
SAVEPOINT s2;
DROP TABLE w;
ROLLBACK TO s2;
ALTER TABLE w RENAME TO ww;
COMMIT;
BEGIN;
SELECT overridden FROM migrate_guard_override('given up');
ROLLBACK;
-- renamed by hand it is known no more
DROP TABLE ww;
-- it comes before refusals of out-of-band changes too
SELECT value FROM migrate_set('out_of_band', 'refuse');
BEGIN;
SELECT overridden FROM migrate_guard_override('a change');
ALTER TABLE x ADD COLUMN a int;
COMMIT;
ALTER TABLE x ADD COLUMN b int;
SELECT finding, mode, command, object FROM migrate.observed ORDER BY at;
SELECT action, outcome, message, reason, run_as = current_user AS me FROM migrate_history() WHERE action = 'override' ORDER BY id;
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE uu, x;
