-- What a script says is kept, whatever the client and the server want to hear of it.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_says', $m$
DO $d$
BEGIN
    RAISE DEBUG 'debug';
    RAISE LOG 'log';
    RAISE INFO 'info';
    RAISE NOTICE 'notice' USING DETAIL = 'with detail', HINT = 'and hint';
    RAISE WARNING E'warning\n東京';
END $d$;
DROP TABLE IF EXISTS never_was;
$m$, $m$DO $d$ BEGIN RAISE NOTICE 'going'; END $d$$m$);
CREATE FUNCTION said() RETURNS TABLE (n bigint, what text) LANGUAGE sql AS
    $$SELECT n, u FROM (SELECT notices FROM migrate_history('001_says') ORDER BY id DESC LIMIT 1) h, unnest(notices) WITH ORDINALITY AS x (u, n)$$;
-- as they come
SELECT status FROM migrate_apply();
SELECT * FROM said();
SELECT status FROM migrate_rollback();
SELECT * FROM said();
-- the client wants none
SET client_min_messages = error;
SELECT status FROM migrate_apply();
SELECT count(*) FROM said();
SELECT status FROM migrate_rollback();
SELECT count(*) FROM said();
-- nor does the log
SET log_min_messages = panic;
SELECT status FROM migrate_redo();
SELECT status FROM migrate_apply();
SELECT count(*) FROM said();
SET log_min_messages = log;
SELECT status FROM migrate_redo();
SELECT count(*) FROM said();
SET log_min_messages = fatal;
SELECT status FROM migrate_redo();
SELECT count(*) FROM said();
SET log_min_messages = debug1;
SELECT status FROM migrate_redo();
SELECT count(*) FROM said();
SHOW log_min_messages;
RESET log_min_messages;
RESET client_min_messages;
-- the script's own setting of it neither
SELECT action FROM migrate_register('002_quiet', $m$SET client_min_messages = error; SET LOCAL log_min_messages = panic; DO $d$ BEGIN RAISE NOTICE 'first'; END $d$; RESET ALL; DO $d$ BEGIN RAISE WARNING 'second'; END $d$$m$);
SELECT status FROM migrate_apply();
SELECT notices FROM migrate_history('2') WHERE action = 'apply';
-- of a role that may not set log_min_messages
CREATE ROLE regress_op LOGIN;
SELECT level FROM migrate_grant('regress_op', 'operator');
SELECT current_user AS me \gset
\c - regress_op
SELECT action FROM migrate_register('003_op', $m$DO $d$ BEGIN RAISE NOTICE 'as %', current_user; END $d$$m$);
SET client_min_messages = error;
SELECT status FROM migrate_apply();
RESET client_min_messages;
SELECT notices FROM migrate_history('3') WHERE action = 'apply';
\c - :me
-- each migration has its own; none for those that say nothing
SELECT action FROM migrate_register('004_a', $m$DO $d$ BEGIN RAISE NOTICE 'a'; END $d$$m$, verify => $m$DO $d$ BEGIN RAISE NOTICE 'verifying'; END $d$$m$);
SELECT action FROM migrate_register('005_b', 'SELECT 1');
SELECT action FROM migrate_register('006_c', $m$DO $d$ BEGIN RAISE NOTICE 'c'; END $d$$m$);
SELECT status FROM migrate_apply();
SELECT migration, notices FROM migrate_history() WHERE action = 'apply' AND migration > '004' ORDER BY id;
-- a flood is cut, visibly
SELECT action FROM migrate_register('007_flood', $m$DO $d$ BEGIN FOR i IN 1..1500 LOOP RAISE NOTICE 'n %', i; END LOOP; END $d$$m$);
SET client_min_messages = warning;
SELECT status FROM migrate_apply();
RESET client_min_messages;
SELECT cardinality(notices), notices[1], notices[1000:] FROM migrate_history('7') WHERE action = 'apply';
-- messages before and after are none of it
DO $$ BEGIN RAISE NOTICE 'before'; PERFORM migrate_register('008_d', 'SELECT 1'); PERFORM migrate_apply(); RAISE NOTICE 'after'; END $$;
SELECT notices FROM migrate_history('8') WHERE action = 'apply';
DROP EXTENSION pg_strata;
DROP FUNCTION said;
DROP ROLE regress_op;
