-- A migration leaves nothing in the session but what it made in the database, also when it fails.
CREATE EXTENSION pg_strata;
CREATE ROLE regress_other;
GRANT CREATE ON SCHEMA public TO regress_other;
CREATE FUNCTION session(OUT path text, OUT mem text, OUT me name, OUT login name, OUT own text, OUT scs text, OUT temp bigint, OUT prepared text[], OUT cursors text[], OUT channels text[], OUT locks bigint)
LANGUAGE sql AS $$
    SELECT current_setting('search_path'), current_setting('work_mem'), current_user, session_user, current_setting('my.own', true), current_setting('standard_conforming_strings'),
           (SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema()),
           (SELECT array_agg(name ORDER BY name) FROM pg_prepared_statements),
           (SELECT array_agg(name ORDER BY name) FROM pg_cursors WHERE name !~ '^<'),
           (SELECT array_agg(c ORDER BY c) FROM pg_listening_channels() c),
           (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid())
$$;
-- what the caller has
CREATE TEMP TABLE mine (id int);
PREPARE my_plan AS SELECT 1;
LISTEN my_channel;
SELECT pg_advisory_lock(1);
SET work_mem = '5MB';
SET my.own = 'value';
SELECT me = login AS same, path, mem, own, scs, temp, prepared, cursors, channels, locks FROM session();
SELECT action FROM migrate_register('001_leaves', $m$
SET work_mem = '77MB';
SET LOCAL search_path = pg_catalog;
SELECT set_config('my.own', 'changed', false), set_config('my.other', 'new', false);
SET standard_conforming_strings = off;
RESET search_path;
SET SESSION search_path = public, pg_catalog;
CREATE TEMP TABLE theirs (id serial PRIMARY KEY);
CREATE TEMP VIEW their_view AS SELECT * FROM theirs;
CREATE FUNCTION pg_temp.their_function() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE pg_temp.their_type AS (id int);
INSERT INTO mine VALUES (1);
PREPARE their_plan AS SELECT 2;
LISTEN their_channel;
LISTEN my_channel;
DECLARE their_cursor CURSOR FOR SELECT 1;
DECLARE held_cursor CURSOR WITH HOLD FOR SELECT 1;
SELECT pg_advisory_lock(2), pg_advisory_lock_shared(3), pg_advisory_lock(1), pg_advisory_xact_lock(4), pg_advisory_lock(5, 6);
SET ROLE regress_other;
CREATE TABLE made_by_other ();
$m$, $m$
DROP TABLE made_by_other; SET ROLE regress_other; SET work_mem = '88MB'; CREATE TEMP TABLE theirs (); PREPARE their_plan AS SELECT 2;
$m$);
SELECT status FROM migrate_apply();
SELECT me = login AS same, path, mem, own, scs, temp, prepared, cursors, channels, locks FROM session();
SELECT current_setting('my.other', true) AS other, (SELECT count(*) FROM mine) AS rows, pg_get_userbyid(relowner) AS owner FROM pg_class WHERE relname = 'made_by_other';
SELECT applied_by = current_user AS me, search_path FROM migrate.applied;
-- the same in a transaction block, twice over, since every one of them makes the same things
SELECT action FROM migrate_register('002_again', 'CREATE TEMP TABLE theirs (id int); PREPARE their_plan AS SELECT 3; LISTEN their_channel; DECLARE their_cursor CURSOR FOR SELECT 1');
SELECT action FROM migrate_register('003_again', 'CREATE TEMP TABLE theirs (id int); PREPARE their_plan AS SELECT 3; LISTEN their_channel; DECLARE their_cursor CURSOR FOR SELECT 1');
BEGIN;
DECLARE my_cursor CURSOR FOR SELECT 1 UNION ALL SELECT 2;
FETCH my_cursor;
SELECT status FROM migrate_apply();
SELECT temp, prepared, cursors, channels, locks FROM session();
FETCH my_cursor;
COMMIT;
SELECT temp, prepared, cursors, channels FROM session();
SELECT status FROM migrate_rollback(migration => '1');
SELECT me = login AS same, mem, temp, prepared, locks FROM session();
-- after a failure
SELECT action FROM migrate_register('001_leaves', $m$
SET work_mem = '77MB'; SET search_path = pg_catalog; SELECT set_config('my.own', 'changed', false); CREATE TEMP TABLE theirs (); CREATE TEMP TABLE mine2 ();
PREPARE their_plan AS SELECT 2; PREPARE their_second AS SELECT 3; LISTEN their_channel; DECLARE held_cursor CURSOR WITH HOLD FOR SELECT 1;
SELECT pg_advisory_lock(2), pg_advisory_lock_shared(3), pg_advisory_lock(1); SET ROLE regress_other; SELECT 1/0$m$, replace => true);
\set VERBOSITY terse
SELECT status FROM migrate_apply();
SELECT me = login AS same, path, mem, own, temp, prepared, cursors, channels, locks FROM session();
BEGIN;
SAVEPOINT s;
SELECT status FROM migrate_apply();
ROLLBACK TO s;
SELECT me = login AS same, path, mem, own, temp, prepared, cursors, channels, locks FROM session();
COMMIT;
-- and when it fails before the first of these, or its verification does
SELECT action FROM migrate_register('001_leaves', 'SELECT 1', verify => 'SET work_mem = ''66MB''; PREPARE their_plan AS SELECT 2; SELECT pg_advisory_lock(2); CREATE TEMP TABLE theirs (); SET ROLE regress_other; SELECT false', replace => true);
SELECT status FROM migrate_apply();
SELECT me = login AS same, mem, temp, prepared, locks FROM session();
SELECT action FROM migrate_register('001_leaves', 'SELECT 1', verify => 'SET work_mem = ''66MB''; PREPARE their_plan AS SELECT 2; SELECT pg_advisory_lock(2); CREATE TEMP TABLE theirs (); LISTEN their_channel; SET ROLE regress_other; SELECT true', replace => true);
SELECT status FROM migrate_apply();
SELECT me = login AS same, mem, temp, prepared, channels, locks FROM session();
SELECT ok FROM migrate_verify('1');
SELECT me = login AS same, mem, temp, prepared, channels, locks FROM session();
\set VERBOSITY default
-- what PL/pgSQL prepares, makes and locks within functions and DO blocks goes as well
SELECT action FROM migrate_register('004_inner', $m$DO $d$ BEGIN EXECUTE 'PREPARE inner_plan AS SELECT 1'; EXECUTE 'LISTEN inner_channel'; PERFORM pg_advisory_lock(9); EXECUTE 'CREATE TEMP TABLE inner_table ()'; EXECUTE 'SET work_mem = ''55MB'''; END $d$$m$);
SELECT status FROM migrate_apply();
SELECT me = login AS same, mem, temp, prepared, channels, locks FROM session();
-- other ways to be somebody else
SELECT action FROM migrate_register('005_roles', $m$SET SESSION AUTHORIZATION regress_other; CREATE TABLE made_by_session (); RESET SESSION AUTHORIZATION; SELECT set_config('role', 'regress_other', false); CREATE TABLE made_by_config ()$m$);
SELECT status FROM migrate_apply();
SELECT current_user = session_user AS same, current_setting('role') AS role, current_setting('is_superuser') AS super;
SELECT relname, pg_get_userbyid(relowner) FROM pg_class WHERE relname LIKE 'made\_by%' ORDER BY 1;
SELECT run_as = session_user AS run_as_me FROM migrate_history('5') WHERE action = 'apply';
SET ROLE pg_monitor;
SELECT current_user;
RESET ROLE;
-- the caller's own SET LOCAL and SET in the same transaction stay in force
BEGIN;
SET LOCAL work_mem = '6MB';
SET my.own = 'in transaction';
SELECT action FROM migrate_register('006_sets', 'SET work_mem = ''9MB''; SET LOCAL my.own = ''x''');
SELECT status FROM migrate_apply();
SELECT mem, own FROM session();
COMMIT;
SELECT mem, own FROM session();
-- scripts that clear things away
SELECT action FROM migrate_register('007_reset', 'RESET ALL; DISCARD PLANS; DISCARD SEQUENCES; CLOSE ALL; UNLISTEN nobody');
SELECT status FROM migrate_apply();
SELECT mem, own, prepared, channels FROM session();
-- the search_path that a script runs under is the caller's; where there is none the script's names fail as they would in psql
CREATE SCHEMA elsewhere;
SET search_path = elsewhere, public;
SELECT action FROM migrate_register('008_where', 'CREATE TABLE here ()', 'DROP TABLE here', 'SELECT to_regclass(''here'') IS NOT NULL AS there');
SELECT status FROM migrate_apply();
RESET search_path;
SELECT 'elsewhere.here'::regclass, search_path FROM migrate.applied WHERE migration = '008_where';
SELECT check_name, ok FROM migrate_verify('8');
SELECT status FROM migrate_rollback();
SELECT to_regclass('elsewhere.here');
-- a cursor that PL/pgSQL opens, over a temporary table
SELECT action FROM migrate_register('009_cursor', $up$
CREATE TEMP TABLE looked_at AS SELECT 1 AS a;
DO $$ DECLARE c refcursor := 'left_open'; BEGIN OPEN c FOR SELECT * FROM looked_at; END $$;
$up$);
BEGIN;
DECLARE callers CURSOR FOR SELECT 1;
SELECT status FROM migrate_apply();
SELECT name FROM pg_cursors ORDER BY 1;
COMMIT;
-- a PREPARE that fails leaves the caller's statement of that name alone; one of a verify script that is cancelled goes
PREPARE mine_too AS SELECT 1;
SELECT action FROM migrate_register('010_prepare', 'PREPARE mine_too AS SELECT 2');
\set VERBOSITY sqlstate
SELECT migrate_apply();
SELECT action FROM migrate_register('010_prepare', 'SELECT 1', verify => 'PREPARE of_verify AS SELECT 1; SELECT pg_sleep(60)', replace => true);
SET statement_timeout = '200ms';
SELECT migrate_apply();
RESET statement_timeout;
\set VERBOSITY default
SELECT name FROM pg_prepared_statements WHERE name IN ('mine_too', 'of_verify');
-- a result that finds no room on disk
SET work_mem = '64kB';
SET temp_file_limit = 0;
\set VERBOSITY sqlstate
SELECT count(*) FROM (SELECT migrate_register_files(ARRAY(SELECT format('%s_m.sql', i + 1000) FROM generate_series(1, 2000) i), ARRAY(SELECT 'SELECT 1' FROM generate_series(1, 2000)))) AS all_of_them;
\set VERBOSITY default
RESET temp_file_limit;
RESET work_mem;
SELECT count(*) FROM migrate_status() WHERE migration LIKE '%\_m';
DROP EXTENSION pg_strata;
-- the lock that the caller held once and the scripts again is held once
SELECT pg_advisory_unlock(1), pg_advisory_unlock(1);
UNLISTEN *;
DEALLOCATE ALL;
DROP FUNCTION session;
DROP SCHEMA elsewhere;
DROP TABLE made_by_session, made_by_config, mine;
REVOKE CREATE ON SCHEMA public FROM regress_other;
DROP ROLE regress_other;
