-- The ways in which migrate_apply() can be called. Results are complete whoever reads how much of them.
CREATE EXTENSION pg_strata;
CREATE FUNCTION again(n int) RETURNS bigint LANGUAGE sql AS $$
    SELECT count(*) FROM generate_series(1, n) i, LATERAL migrate_register(lpad(i::text, 3, '0') || '_m', format('CREATE TABLE m%s ()', i), format('DROP TABLE m%s', i), 'SELECT true') $$;
CREATE FUNCTION made() RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM pg_class WHERE relname ~ '^m\d+$' $$;
SELECT again(3);
-- in the select list: one composite column
BEGIN;
SELECT migrate_apply() IS NOT NULL AS row;
SELECT made();
ROLLBACK;
SELECT (migrate_apply()).migration;
SELECT (migrate_rollback(steps => 3)).migration;
SELECT pg_typeof(migrate_apply()) LIMIT 1;
SELECT made();
SELECT (migrate_rollback(options => '{"all": true}')).action LIMIT 1;
SELECT made();
-- a LIMIT, an EXISTS, an aggregate
SELECT migration FROM migrate_apply() LIMIT 1;
SELECT made();
SELECT EXISTS (SELECT FROM migrate_rollback(options => '{"all": true}'));
SELECT made();
-- LIMIT 0 asks for nothing at all
SELECT migration FROM migrate_apply() LIMIT 0;
SELECT made() IN (0, 3) AS all_or_nothing;
SELECT count(*) > 0 FROM migrate_rollback(options => '{"all": true}');
-- a cursor
BEGIN;
DECLARE c CURSOR FOR SELECT migration, status FROM migrate_apply();
FETCH 1 FROM c;
SELECT made();
FETCH ALL FROM c;
CLOSE c;
COMMIT;
SELECT count(*) FROM migrate_rollback(options => '{"all": true}');
-- PL/pgSQL: PERFORM, FOR, RETURN QUERY, EXECUTE, INTO
DO $$
DECLARE r record; found_rows int := 0;
BEGIN
    PERFORM migrate_apply('1');
    FOR r IN SELECT * FROM migrate_apply() LOOP
        found_rows := found_rows + 1;
        EXIT;
    END LOOP;
    RAISE NOTICE '% read, % made', found_rows, made();
    SELECT * INTO r FROM migrate_rollback(steps => 1);
    RAISE NOTICE '% %', r.migration, r.status;
    EXECUTE 'SELECT migration, status FROM migrate_rollback(migration => $1)' INTO r USING '001_m';
    RAISE NOTICE '% %', r.migration, r.status;
END $$;
SELECT made();
-- SQL functions, prepared statements, CTEs, tables
CREATE FUNCTION deploy() RETURNS SETOF text LANGUAGE sql AS 'SELECT migration FROM migrate_apply()';
SELECT * FROM deploy();
PREPARE undo AS SELECT migration FROM migrate_rollback($1);
EXECUTE undo('1');
EXECUTE undo('1');
WITH applied AS (SELECT * FROM migrate_apply()) SELECT count(*) FROM applied;
CREATE TABLE log AS SELECT migration, action, status FROM migrate_rollback(options => '{"all": true}');
INSERT INTO log SELECT migration, action, status FROM migrate_apply();
SELECT * FROM log;
-- the row set that a query reads while it applies is the query's affair, an ALTER of it the server's
SELECT again(4);
SELECT action FROM migrate_register('005_alters', 'ALTER TABLE log ADD COLUMN x int');
SELECT (SELECT count(*) FROM migrate_apply()) FROM log LIMIT 1;
SELECT made(), (SELECT count(*) FROM migrate_apply());
-- calls inside calls
SELECT action FROM migrate_register('006_nested', $m$DO $d$ BEGIN PERFORM migrate_apply(); END $d$$m$);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('006_nested', $m$CREATE FUNCTION nested() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN EXECUTE 'SELECT migrate_' || 'register(''x'', ''SELECT 1'')'; END $f$; SELECT nested()$m$, replace => true);
\set VERBOSITY terse
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('006_nested', 'SELECT 1', verify => $m$DO $d$ BEGIN PERFORM migrate_rollback(); END $d$$m$, replace => true);
SELECT status FROM migrate_apply();
-- reading is allowed
SELECT action FROM migrate_register('006_nested', 'CREATE TABLE seen AS SELECT migration, state FROM migrate_status(); SELECT * FROM migrate_plan(); SELECT * FROM migrate_history(); SELECT * FROM migrate_verify_history()', verify => 'SELECT count(*) = 6 AS six FROM seen', replace => true);
SELECT status FROM migrate_apply();
SELECT * FROM seen ORDER BY 1;
-- after an error inside of a call the next one works
SELECT status FROM migrate_rollback(migration => '4');
SELECT status FROM migrate_apply();
-- never with another's rights
CREATE FUNCTION definer() RETURNS SETOF text LANGUAGE sql SECURITY DEFINER AS 'SELECT migration FROM migrate_apply()';
CREATE FUNCTION definer2() RETURNS SETOF text LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN RETURN QUERY SELECT deploy(); END $$;
\set VERBOSITY default
SELECT definer();
\set VERBOSITY terse
SELECT definer2();
CREATE FUNCTION definers(what text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE 'SELECT ' || what; END $$;
SELECT definers('migrate_register(''x'', ''SELECT 1'')');
SELECT definers('migrate_rollback()');
SELECT definers('migrate_redo()');
SELECT definers('migrate_verify()');
SELECT definers('migrate_mark(''1'', ''skipped'', ''x'')');
SELECT definers('migrate_baseline(''1'', ''x'')');
SELECT definers('migrate_approve(''1'')');
SELECT definers('migrate_unregister(''1'')');
SELECT definers('migrate_set(''out_of_order'', ''apply'')');
SELECT definers('migrate_grant(current_user, ''admin'')');
SELECT definers('migrate_revoke(current_user)');
SELECT definers('migrate_register_files(''{}'', ''{}'')');
SELECT definers('migrate_register_directory(''/nowhere'')');
-- nor in an index expression, a materialized view, a constraint that another role's work sets off
CREATE TABLE victims (id int);
CREATE FUNCTION lurks(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$ BEGIN PERFORM public.migrate_apply(); RETURN 1; END $$;
INSERT INTO victims VALUES (1);
CREATE INDEX ON victims (lurks(id));
CREATE MATERIALIZED VIEW lurking AS SELECT lurks(1);
-- looking is free
SELECT definers('migrate_status()'), definers('migrate_plan()'), definers('migrate_history()'), definers('migrate_findings()'), definers('migrate_settings()'), definers('migrate_verify_history()');
\set VERBOSITY default
-- read only
BEGIN READ ONLY;
SELECT status FROM migrate_rollback();
ROLLBACK;
-- a snapshot from before another's work fails by itself: see test/isolation
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT status FROM migrate_rollback(migration => '4');
COMMIT;
-- on autocommit off, in a failed transaction
BEGIN;
SELECT 1/0;
SELECT status FROM migrate_apply();
ROLLBACK;
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DEALLOCATE undo;
DROP EXTENSION pg_strata;
DROP TABLE m1, m2, m3, log, seen, victims;
DROP FUNCTION again, made, deploy, definer, definer2, definers, lurks;
