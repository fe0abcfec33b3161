-- migrate_verify: a row per statement, nothing changes; strict raises.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_verify();
CREATE TABLE t (id int);
INSERT INTO t VALUES (1), (2), (3);
SELECT action FROM migrate_register('001_none', 'SELECT 1');
SELECT action FROM migrate_register('002_ok', 'SELECT 1', verify => $m$
SELECT true;
SELECT count(*) = 3 AS "three rows" FROM t;
SELECT id > 0 AS positive FROM t;
SELECT id > 0 AS nobody FROM t WHERE false;
SELECT 1/1 FROM t;
SELECT;
SELECT id > 0 AS one, id > 5 AS two FROM t;
DO $d$ BEGIN ASSERT true; END $d$;
CREATE TABLE made (); INSERT INTO t VALUES (4) RETURNING id = 4 AS inserted;
SHOW work_mem;
VALUES (true), (true);
TABLE t;
EXPLAIN (COSTS OFF) SELECT 1;
$m$);
SELECT status FROM migrate_apply();
SELECT * FROM migrate_verify('1');
SELECT check_name, subject, expected, actual, ok, detail FROM migrate_verify('2');
SELECT to_regclass('made') IS NULL AS nothing_made, count(*) FROM t;
-- what fails
SELECT action FROM migrate_register('002_ok', 'SELECT 1', verify => $m$
SELECT false;
SELECT NULL::boolean AS "null";
SELECT id < 3 AS "below three" FROM t ORDER BY id;
SELECT nullif(id, 2) > 0 AS "a null among them" FROM t ORDER BY id;
SELECT 1/0;
SELECT nope FROM t;
SELECT true AS still;
DO $d$ BEGIN ASSERT false, 'assertion says why'; END $d$;
DO $d$ BEGIN RAISE EXCEPTION 'mine' USING ERRCODE = 'ABCDE', DETAIL = 'the detail', HINT = 'the hint'; END $d$;
INSERT INTO t VALUES (1); SELECT count(*) = 3 AS "sees the insert" FROM t;
SELECT lower(NULL) IS NOT NULL;
SELECT (SELECT true FROM t WHERE id > 99) AS "no row as a value";
$m$, replace => true);
SELECT check_name, subject, expected, actual, ok, detail FROM migrate_verify('2');
SELECT * FROM migrate_verify('2', strict => true);
SELECT count(*), count(*) FILTER (WHERE NOT ok) AS failed FROM migrate_verify(strict => false);
SELECT * FROM migrate_verify(strict => true);
\set VERBOSITY sqlstate
SELECT * FROM migrate_verify(strict => true);
\set VERBOSITY default
SELECT count(*) FROM t;
-- a failing one does not hide the next migration
SELECT action FROM migrate_register('003_next', 'SELECT 1', verify => 'SELECT true AS fine');
SELECT status FROM migrate_apply();
SELECT migration, check_name, ok FROM migrate_verify() WHERE migration <> '002_ok';
-- all rows are judged, not the first ten thousand
SELECT action FROM migrate_register('004_many', 'SELECT 1', verify => 'SELECT n < 10100 AS small FROM generate_series(1, 10200) n ORDER BY n');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('004_many', 'SELECT 1', verify => 'SELECT n < 20000 AS small FROM generate_series(1, 10200) n', replace => true);
SELECT status FROM migrate_apply();
SELECT actual, ok FROM migrate_verify('4');
-- domains over boolean are boolean; text that looks like it is not
CREATE DOMAIN yes AS boolean;
SELECT action FROM migrate_register('005_types', 'SELECT 1', verify => 'SELECT false::yes AS domain; SELECT ''f''::text AS text; SELECT 0 AS zero');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('005_types', 'SELECT 1', verify => 'SELECT ''f''::text AS text; SELECT 0 AS zero', replace => true);
SELECT status FROM migrate_apply();
SELECT check_name, expected, actual, ok FROM migrate_verify('5');
-- comments only; outer transactions, settings and roles of its own
SELECT action FROM migrate_register('006_odd', 'SELECT 1', verify => '-- nothing');
SELECT action FROM migrate_register('007_rolls', 'SELECT 1', verify => E'BEGIN;\nSET ROLE pg_monitor;\nSET work_mem = ''1MB'';\nSELECT current_user = ''pg_monitor'' AS "is monitor";\nSELECT current_setting(''work_mem'') = ''1MB'' AS "has little";\nROLLBACK;');
SELECT status FROM migrate_apply();
SELECT count(*) > 0 AS says_something FROM migrate_verify('6');
SELECT check_name, subject, ok FROM migrate_verify('7');
SELECT current_user = session_user AS same;
-- in a transaction, with the caller's work in sight; it changes nothing there either
BEGIN;
DELETE FROM t;
SELECT action FROM migrate_register('008_sees', 'SELECT 1', verify => 'SELECT count(*) = 0 AS empty FROM t');
SELECT status FROM migrate_apply();
DECLARE c CURSOR FOR SELECT 1;
SELECT ok FROM migrate_verify('8');
FETCH c;
ROLLBACK;
-- only what is applied
SELECT action FROM migrate_register('009_pending', 'SELECT 1', verify => 'SELECT true');
SELECT * FROM migrate_verify('9');
SELECT * FROM migrate_verify('404');
SELECT new_state FROM migrate_mark('9', 'skipped', 'no');
SELECT * FROM migrate_verify('9');
SELECT count(*) FROM migrate_verify() WHERE migration = '009_pending';
-- marked as applied: verified under the marker's search_path
SELECT new_state FROM migrate_mark('9', 'applied', 'by hand');
SELECT ok FROM migrate_verify('9');
-- in a read-only transaction, it may look
BEGIN READ ONLY;
SELECT ok FROM migrate_verify('9');
SELECT check_name, actual FROM migrate_verify('2') WHERE actual LIKE '25006%';
COMMIT;
-- verification is no event
SELECT count(*) FROM migrate_history() WHERE action = 'verify';
-- cancelling is not a failed check
SELECT action FROM migrate_register('010_slow', 'SELECT 1');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('010_slow', 'SELECT 1', verify => 'SELECT pg_sleep(10)', replace => true);
SET statement_timeout = '100ms';
SELECT * FROM migrate_verify('10');
RESET statement_timeout;
DROP EXTENSION pg_strata;
DROP TABLE t;
DROP DOMAIN yes;
