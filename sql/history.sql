-- migrate_history and migrate_verify_history: append-only, chained; what a superuser does to it is detected.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_history();
SELECT * FROM migrate_verify_history();
SELECT * FROM migrate_verify_history('kept elsewhere');
SELECT migration FROM migrate_register('001_a', 'CREATE TABLE a (); SELECT 1', 'DROP TABLE a', description => 'secret', options => '{"reason": "first"}');
SELECT migration FROM migrate_register('002_b', 'SELECT 2', 'SELECT -2');
SELECT migration FROM migrate_apply(options => '{"reason": "release 1"}');
SELECT migration FROM migrate_register('002_b', 'SELECT 2', 'SELECT -22', replace => true);
SELECT migration FROM migrate_register('003_c', 'SELECT 3');
SELECT migration FROM migrate_register('003_c', 'SELECT 33', replace => true);
SELECT migration FROM migrate_unregister('3');
SELECT migration FROM migrate_approve('2');
SELECT migration FROM migrate_mark('2', 'skipped', 'reasons');
SELECT migration FROM migrate_mark('2', 'applied', 'more reasons');
SELECT count(*) FROM migrate_redo('1');
SELECT migration FROM migrate_rollback(options => '{"reason": "regret"}');
SELECT migration FROM migrate_baseline('2', 'enough');
SELECT name FROM migrate_set('out_of_order', 'refuse', 'order');
CREATE ROLE regress_reader LOGIN;
SELECT role FROM migrate_grant('regress_reader', 'reader');
-- oldest first, without gaps, chained
SELECT id, migration, action, outcome, message, reason FROM migrate_history();
SELECT bool_and(prev_digest IS NOT DISTINCT FROM lag) AS chained, bool_and(length(digest) = 64) AS sha256, bool_and(at >= coalesce(lag_at, at)) AS in_time, count(DISTINCT digest) = count(*) AS all_differ
  FROM (SELECT *, lag(digest) OVER (ORDER BY id) AS lag, lag(at) OVER (ORDER BY id) AS lag_at FROM migrate_history()) h;
SELECT run_as = current_user AS me, logged_in_as = session_user AS login, application_name, client_addr IS NOT DISTINCT FROM inet_client_addr() AS addr, count(*) FROM migrate_history() GROUP BY 1, 2, 3, 4;
-- which text was it: of a script that ran, or of the revision
SELECT action, checksum IN (SELECT checksum FROM migrate.script) AS text_is_kept FROM migrate_history('1') ORDER BY id;
-- of one migration, by version or identifier; of one that is gone
SELECT count(*) FROM migrate_history('1');
SELECT action FROM migrate_history('003_c');
SELECT count(*) FROM migrate_history('3');
SELECT count(*) FROM migrate_history('404');
SELECT count(*) FROM migrate_history(NULL);
-- the table says the same
SELECT count(*) FROM (TABLE migrate.history EXCEPT SELECT * FROM migrate_history()) x;
-- nobody writes it, but a superuser can
SELECT migrate_grant('regress_reader', 'admin') IS NOT NULL AS ok;
\set VERBOSITY terse
SELECT current_user AS me \gset
\c - regress_reader
INSERT INTO migrate.history SELECT * FROM migrate.history;
UPDATE migrate.history SET message = 'x';
DELETE FROM migrate.history;
TRUNCATE migrate.history;
UPDATE migrate.head SET digest = 'x';
DELETE FROM migrate.applied;
INSERT INTO migrate.approval SELECT * FROM migrate.approval;
UPDATE migrate.setting SET value = 'apply';
UPDATE migrate.script SET body = 'x';
DROP TABLE migrate.history;
ALTER TABLE migrate.history DISABLE TRIGGER ALL;
CREATE TABLE migrate.mine ();
SELECT bool_and(ok) FROM migrate_verify_history();
\c - :me
-- all is well, and the head can be kept elsewhere
SELECT count(*), bool_and(ok) FROM migrate_verify_history();
SELECT id, ok, detail FROM migrate_verify_history() WHERE detail IS NOT NULL;
SELECT digest AS head FROM migrate.head \gset
SELECT digest AS fifth FROM migrate.history WHERE id = 5 \gset
SELECT id, ok, replace(detail, :'fifth', '<fifth>') AS detail FROM migrate_verify_history(:'fifth') WHERE id IS NULL OR detail IS NOT NULL;
-- tampering: a changed entry, in each of its columns
BEGIN;
CREATE FUNCTION broken() RETURNS text LANGUAGE sql AS $$ SELECT coalesce(string_agg(coalesce('entry ' || id, 'chain') || ': ' || detail, ' | ' ORDER BY id), 'holds') FROM migrate_verify_history() WHERE NOT ok $$;
SELECT broken();
CREATE FUNCTION tampered(col text, val text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE b text;
BEGIN
    EXECUTE format('UPDATE migrate.history SET %I = %s WHERE id = 3', col, val);
    b := broken();
    RAISE EXCEPTION USING MESSAGE = b, ERRCODE = 'ZZZZZ';
EXCEPTION WHEN SQLSTATE 'ZZZZZ' THEN
    RETURN SQLERRM;
END $$;
SELECT col, tampered(col, val) FROM (VALUES ('at', 'at + interval ''1 us'''), ('migration', '''002_b'''), ('migration', 'NULL'), ('action', '''mark'''), ('outcome', '''failed'''), ('sqlstate', '''22012'''), ('message', '''''') , ('message', 'NULL'),
    ('detail', ''''''), ('hint', '''x'''), ('line', '0'), ('col', '0'), ('statement_no', '1'), ('statement', '''x'''), ('notices', '''{""}'''), ('duration', 'duration + interval ''1 us'''), ('duration', 'NULL'), ('run_as', '''x'''), ('logged_in_as', '''x'''),
    ('application_name', 'NULL'), ('client_addr', '''10.9.8.7'''), ('checksum', '''x'''), ('reason', '''another''')) v (col, val);
SELECT tampered('prev_digest', '''x''');
SELECT tampered('digest', '''x''');
-- texts moved from one field to the next
SELECT tampered('reason', 'NULL, detail = ''release 1''');
ROLLBACK;
-- an entry taken out of the middle, the first, the last; one put in; two exchanged
BEGIN;
DELETE FROM migrate.history WHERE id = 5;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
DELETE FROM migrate.history WHERE id IN (5, 6);
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
DELETE FROM migrate.history WHERE id = 1;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
DELETE FROM migrate.history WHERE id = (SELECT max(id) FROM migrate.history);
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
-- and the head with it: only who kept the head notices
UPDATE migrate.head SET (id, digest) = (SELECT id, digest FROM migrate.history ORDER BY id DESC LIMIT 1);
SELECT bool_and(ok) FROM migrate_verify_history();
SELECT id, ok, replace(detail, :'head', '<head>') AS detail FROM migrate_verify_history(:'head') WHERE NOT ok;
ROLLBACK;
BEGIN;
DELETE FROM migrate.history;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
INSERT INTO migrate.history (id, at, action, outcome, notices, run_as, logged_in_as, prev_digest, digest) SELECT id + 1, at, 'mark', 'ok', '{}', 'x', 'x', digest, 'x' FROM migrate.history ORDER BY id DESC LIMIT 1;
SELECT count(*) FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
UPDATE migrate.history SET id = 100 + id WHERE id = 2;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
DELETE FROM migrate.head;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
UPDATE migrate.head SET id = id - 1;
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
BEGIN;
UPDATE migrate.head SET digest = 'x';
SELECT id, detail FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
-- the chain goes on from a head that does not fit only with a complaint
BEGIN;
UPDATE migrate.head SET id = id + 10;
SELECT migration FROM migrate_mark('2', 'skipped', 'x');
SELECT count(*) > 0 AS complains FROM migrate_verify_history() WHERE NOT ok;
ROLLBACK;
\set VERBOSITY default
SELECT count(*), bool_and(ok) FROM migrate_verify_history(:'head');
-- the digest does not depend on the session's settings
SET TimeZone = 'Asia/Tokyo';
SET DateStyle = 'German';
SET IntervalStyle = 'iso_8601';
SET bytea_output = 'escape';
SET extra_float_digits = 0;
SET search_path = migrate;
SELECT bool_and(ok) FROM public.migrate_verify_history();
RESET ALL;
-- the text that runs is the text of the checksum
SELECT migration FROM migrate_register('004_d', 'CREATE TABLE registered ()');
UPDATE migrate.script SET body = 'CREATE TABLE smuggled ()' WHERE body = 'CREATE TABLE registered ()';
DO $$
BEGIN
    PERFORM migrate_apply();
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'refused: %', left(SQLSTATE, 2);
END $$;
SELECT to_regclass('smuggled');
DROP EXTENSION pg_strata;
DROP ROLE regress_reader;
