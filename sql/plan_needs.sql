-- migrate_plan: what the scripts themselves need. What is missing, taken away or made twice blocks before anything runs; what may be missing is noted.
CREATE EXTENSION pg_strata;
SET client_min_messages = warning;
CREATE ROLE regress_keeper;
CREATE SCHEMA app;
CREATE TABLE app.accounts (id bigint PRIMARY KEY, name text, age int);
CREATE TABLE api_integrations (id int);
CREATE TYPE mood AS ENUM ('happy');
CREATE FUNCTION subtotal(int, int DEFAULT 0) RETURNS int LANGUAGE sql AS 'SELECT $1';
-- The plan of scripts registered as 1_m, 2_m, ... in this order; they are forgotten again.
CREATE FUNCTION plan_of(VARIADIC ups text[], OUT migration text, OUT action text, OUT because text, OUT note text, OUT fix_call text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
    planned migrate.plan_step[];
BEGIN
    BEGIN
        PERFORM migrate_register(n || '_m', up) FROM unnest(ups) WITH ORDINALITY u (up, n);
        planned := ARRAY (SELECT p FROM migrate_plan() p);
        RAISE EXCEPTION USING ERRCODE = 'P9999';
    EXCEPTION WHEN SQLSTATE 'P9999' THEN
    END;
    RETURN QUERY SELECT p.migration, p.action, p.because, p.note, p.fix_call FROM unnest(planned) p;
END $$;
RESET client_min_messages;
SELECT mode FROM migrate_guard('off', 'objects come and go here');

-- nobody provides it: every kind that can block
SELECT action, note, fix_call FROM plan_of(E'SELECT 1;\n\nCREATE INDEX idx_active_integrations\n    ON integrations (organization_id);');
SELECT action, note, fix_call FROM plan_of('ALTER TABLE app.accounts ADD CHECK (nmae <> '''')');
SELECT action, note, fix_call FROM plan_of('CREATE VIEW v AS SELECT a.id, x.y FROM app.acounts a JOIN nowhere x USING (id)');
SELECT action, note, fix_call FROM plan_of('CREATE TABLE t (id int REFERENCES missing (id))');
SELECT action, note, fix_call FROM plan_of('CREATE TABLE t (feeling moods)');
SELECT action, note, fix_call FROM plan_of('CREATE TRIGGER t BEFORE INSERT ON app.accounts FOR EACH ROW EXECUTE FUNCTION app.missing()');
SELECT action, note, fix_call FROM plan_of('SELECT subtotl(1), subtotal(1), subtotal(1, 2), subtotal(1, 2, 3)');
SELECT action, note, fix_call FROM plan_of('CALL missing(1)');
SELECT action, note, fix_call FROM plan_of('CREATE TABLE ap.t ()');
SELECT action, note, fix_call FROM plan_of('GRANT SELECT ON app.accounts TO regress_keper, PUBLIC, CURRENT_USER');
SELECT action, note, fix_call FROM plan_of('ALTER EXTENSION missing UPDATE');
SELECT action, note, fix_call FROM plan_of('DROP INDEX app.missing');
SELECT action, note, fix_call FROM plan_of($$SELECT nextval('app.missing')$$);
SELECT action, note, fix_call FROM plan_of('ALTER DOMAIN missing SET NOT NULL');
SELECT action, note, fix_call FROM plan_of('ALTER TABLE app.accounts DROP CONSTRAINT missing');
SELECT action, note, fix_call FROM plan_of('DROP TRIGGER missing ON app.accounts');
SELECT action, note, fix_call FROM plan_of('ALTER POLICY missing ON app.accounts USING (true)');
SELECT action, note, fix_call FROM plan_of($$ALTER TYPE mood RENAME VALUE 'sad' TO 'sadder'$$);
SELECT action, note, fix_call FROM plan_of('REFRESH MATERIALIZED VIEW missing');
-- all that is missing, each thing once; who depends on a blocked step is blocked too
SELECT migration, action, because, note FROM plan_of(E'CREATE TABLE a (x lost.kind, y lost.kind);\nCREATE INDEX ON a (z);\nCREATE INDEX ON b (z);\nCREATE INDEX ON b (y);', 'CREATE INDEX ON a (x)', 'SELECT 1');
-- named, but never in the way
SELECT migration, action, note FROM plan_of('CREATE TABLE t (a text COLLATE missing)', 'SELECT 1 OPERATOR(app.@@) 2', 'ALTER PUBLICATION missing ADD TABLE app.accounts', 'CREATE CAST (app.accounts AS text) WITH INOUT',
    'ALTER TEXT SEARCH CONFIGURATION missing RENAME TO other', 'DROP AGGREGATE missing(int)', 'DROP SERVER missing', 'DROP EVENT TRIGGER missing', 'CREATE FUNCTION f() RETURNS int LANGUAGE missing AS ''''', 'CREATE STATISTICS s ON id, name FROM app.accounts');
-- not needs: CTEs, aliases, OLD and NEW, excluded, system catalogs, what the script made before
SELECT action, note FROM plan_of($m$WITH c AS (SELECT 1 AS x) SELECT c.x, a.id, a.ctid, a.tableoid::regclass, lower(a.name) FROM c, app.accounts AS a WHERE EXISTS (SELECT FROM pg_class k WHERE k.relname = a.name);
INSERT INTO app.accounts AS a (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name || a.name;
CREATE RULE r AS ON UPDATE TO app.accounts DO ALSO SELECT old.id, new.name;
CREATE TABLE made (a int); CREATE INDEX made_a ON made (a); ALTER INDEX made_a RENAME TO made_b; DROP INDEX made_b;
SELECT t.a, t.* FROM made t, information_schema.tables i, generate_series(1, 2) g (n) WHERE n = t.a;
UPDATE app.accounts u SET age = 1 FROM (VALUES (1)) v (w) WHERE v.w = u.id$m$);
-- used before created is a need
SELECT action, note FROM plan_of(E'CREATE INDEX ON made (a);\nCREATE TABLE made (a int)');

-- the order bends to what the scripts need, and says why
SELECT migration, action, because, note FROM plan_of('CREATE VIEW v AS SELECT total, made.part FROM made', 'CREATE INDEX ON made (total)', 'CREATE TABLE made (total int)', 'ALTER TABLE made ADD part int', 'SELECT 1');
-- a target takes along what stands before it in the plan, only_these what they need
SELECT action FROM migrate_register('1_view', 'CREATE VIEW v AS SELECT * FROM made'), LATERAL migrate_register('2_other', 'CREATE TABLE other ()') x(m, a), LATERAL migrate_register('3_table', 'CREATE TABLE made ()') y(m, a);
SELECT migration, action, because FROM migrate_plan(target => '1');
SELECT migration, action, because FROM migrate_plan(only_these => '{1}');
SELECT migration, status FROM migrate_apply(only_these => '{1}');
SELECT migration, action, because FROM migrate_plan();
SELECT migration, status FROM migrate_apply();
-- what an applied migration made is gone since: named, and who can bring it back
BEGIN;
DROP TABLE made, other CASCADE;
SELECT action FROM migrate_register('4_needs', 'CREATE INDEX ON made ((1))');
SELECT migration, action, note, fix_call FROM migrate_plan();
-- marked skipped: likewise
SELECT new_state FROM migrate_mark('3', 'skipped', 'not here');
SELECT migration, action, note, fix_call FROM migrate_plan();
SELECT fix_call AS mend FROM migrate_plan() \gset
:mend \g /dev/null
SELECT migration, action, because FROM migrate_plan();
ROLLBACK;
SELECT m.new_state, u.action FROM migrate_status() s, LATERAL migrate_mark(s.migration, 'pending', 'to forget it') m, LATERAL migrate_unregister(m.migration) u;
DROP TABLE made, other CASCADE;

-- an earlier step takes it away
SELECT migration, action, note, fix_call FROM plan_of('CREATE TABLE made (a int, b int)', E'SELECT 1;\nALTER TABLE made\n    DROP COLUMN b;', 'CREATE INDEX made_b ON made (b)');
SELECT migration, action, note FROM plan_of('ALTER TABLE app.accounts DROP COLUMN age', 'UPDATE app.accounts SET age = 1');
SELECT migration, action, note FROM plan_of('DROP TABLE app.accounts', 'ALTER TABLE app.accounts ADD x int');
SELECT migration, action, note FROM plan_of('ALTER TABLE app.accounts RENAME TO people', 'ALTER TABLE app.people ADD x int', 'ALTER TABLE app.accounts ADD x int');
SELECT migration, action, note FROM plan_of('ALTER TABLE app.accounts RENAME age TO years', 'SELECT years FROM app.accounts', 'SELECT age FROM app.accounts');
SELECT migration, action, note FROM plan_of('DROP SCHEMA app CASCADE', 'SELECT FROM app.accounts');
SELECT migration, action, note FROM plan_of('ALTER SCHEMA app RENAME TO app2', 'SELECT id FROM app2.accounts', 'SELECT FROM app.accounts');
SELECT migration, action, note FROM plan_of('ALTER TABLE app.accounts SET SCHEMA public', 'SELECT id FROM accounts', 'SELECT FROM app.accounts');
SELECT migration, action, note FROM plan_of('DROP FUNCTION subtotal', 'SELECT subtotal(1)', 'CREATE FUNCTION subtotal(int) RETURNS int LANGUAGE sql AS ''SELECT 1''', 'SELECT subtotal(1)');
SELECT migration, action, note FROM plan_of(E'DROP TYPE mood;\nCREATE TABLE t (m mood)');
-- DROP, then CREATE
SELECT migration, action, note FROM plan_of('DROP TABLE app.accounts', 'CREATE TABLE app.accounts (other int)', 'SELECT other FROM app.accounts', 'SELECT age FROM app.accounts');
SELECT migration, action, note FROM plan_of('DROP TABLE IF EXISTS app.accounts, app.nothing; CREATE TABLE app.accounts (other int)', 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 1', 'DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT 2');

-- made twice
SELECT migration, action, note, fix_call FROM plan_of('CREATE TABLE made ()', E'SELECT 1;\nCREATE TABLE made ()', 'CREATE VIEW made AS SELECT 1');
SELECT migration, action, note, fix_call FROM plan_of(E'CREATE TABLE made ();\nCREATE TABLE made ();');
SELECT migration, action, note, fix_call FROM plan_of('CREATE TABLE app.accounts ()');
SELECT migration, action, note FROM plan_of('ALTER TABLE app.accounts ADD age int', 'CREATE TYPE mood AS ENUM ()', 'CREATE FUNCTION subtotal(int, int) RETURNS int LANGUAGE sql AS ''SELECT 1''', 'CREATE SCHEMA app', 'CREATE ROLE regress_keeper', $$ALTER TYPE mood ADD VALUE 'happy'$$,
    'CREATE INDEX accounts_pkey ON app.accounts (id)', 'CREATE EXTENSION plpgsql', 'CREATE TABLE app.mood (); CREATE TABLE mood ()');
-- no clash: whoever made it, names that the server chooses, overloaded functions
SELECT migration, action, note FROM plan_of('CREATE TABLE IF NOT EXISTS app.accounts (other int)', 'ALTER TABLE app.accounts ADD COLUMN IF NOT EXISTS age int', 'CREATE OR REPLACE FUNCTION subtotal(int, int) RETURNS int LANGUAGE sql AS ''SELECT 1''',
    'CREATE FUNCTION subtotal(text) RETURNS int LANGUAGE sql AS ''SELECT 1''', 'CREATE SCHEMA IF NOT EXISTS app', 'CREATE EXTENSION IF NOT EXISTS plpgsql', $$ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy'$$,
    'CREATE INDEX ON app.accounts (name); CREATE INDEX ON app.accounts (name); CREATE INDEX IF NOT EXISTS accounts_name_idx ON app.accounts (age)', 'ALTER TABLE app.accounts ADD CHECK (age > 0), ADD CHECK (age < 9)', 'SELECT age FROM app.accounts');
-- the column is the existing table's, whatever IF NOT EXISTS lists
SELECT migration, action, note FROM plan_of('CREATE TABLE IF NOT EXISTS app.accounts (id int, other int)', 'SELECT other FROM app.accounts');

-- a cycle, edge by edge
SELECT migration, action, note FROM plan_of(E'CREATE TABLE a (id int PRIMARY KEY);\nCREATE VIEW av AS SELECT * FROM bv', E'CREATE VIEW bv AS SELECT * FROM c', E'CREATE TABLE c AS\nSELECT * FROM a', 'SELECT * FROM av');
-- late needs bend the order where that makes no cycle, and never block
SELECT migration, action, because, note FROM plan_of($$CREATE FUNCTION f() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM made'$$, 'CREATE TABLE made ()');
SELECT migration, action, because, note FROM plan_of($$CREATE FUNCTION f() RETURNS bigint LANGUAGE plpgsql AS 'BEGIN RETURN (SELECT count(*) FROM made); END'$$, 'CREATE TABLE made (n bigint DEFAULT f())');

-- weak needs are noted
SELECT action, note FROM plan_of($m$
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE never_made SET x = 1;
    PERFORM missing_function();
END $$;$m$);
SELECT action, note FROM plan_of($m$DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE relname = 'maybe') THEN
        CREATE INDEX maybe_a ON maybe (a);
        CREATE INDEX maybe_b ON maybe (b);
        ALTER TABLE maybe ENABLE ROW LEVEL SECURITY;
    END IF;
END $$$m$);
SELECT action, note FROM plan_of($m$DO $$ BEGIN EXECUTE 'ALTER TABLE ' || 'maybe' || ' ADD x int'; EXECUTE 'TRUNCATE never_made'; EXECUTE format('TRUNCATE %I', 'never_made'); END $$$m$);
SELECT action, note FROM plan_of('DROP TABLE IF EXISTS maybe; ALTER TABLE IF EXISTS maybe ADD x int; DROP FUNCTION IF EXISTS maybe(int)');
-- in a DO block outside of any branch it is as good as written at the top
SELECT action, note FROM plan_of($m$DO $$ BEGIN UPDATE never_made SET x = 1; END $$$m$);
-- what comes later is named; what functions need comes in time
SELECT migration, action, because, note FROM plan_of($m$DO $$ BEGIN IF to_regclass('made') IS NOT NULL THEN CREATE INDEX made_a ON made (a); END IF; END $$$m$, 'CREATE TABLE made (a int)');
-- behind what cannot be read anything may be there: a warning that names the place
SELECT migration, action, note FROM plan_of('CREATE TABLE made (a int); CREATE TABLE commands (command text)', $m$DO $$
DECLARE t text;
BEGIN
    FOR t IN SELECT command FROM commands LOOP
        EXECUTE t;
    END LOOP;
END $$$m$, 'CREATE INDEX ON x (a)', 'CREATE INDEX ON made (b)', 'CREATE TABLE x ()');
SELECT migration, action, note FROM plan_of('CREATE INDEX ON x (a)', 'DO $$ BEGIN EXECUTE current_setting(''my.sql''); END $$');
-- extensions that are made bring what is not known here
SELECT migration, action, note FROM plan_of('CREATE EXTENSION IF NOT EXISTS plpgsql; SELECT missing(1)', 'SELECT * FROM missing');

-- labels: what adds one and what uses it cannot share a transaction
SELECT migration, action, note, fix_call FROM plan_of($$ALTER TYPE mood ADD VALUE 'sad'$$, E'SELECT 1;\nSELECT ''sad''::mood', $$SELECT 'happy'::mood, 'lost'::mood$$);
SELECT migration, action, note, fix_call FROM plan_of(E'ALTER TYPE mood ADD VALUE ''sad'';\nCREATE TABLE t (m mood DEFAULT ''sad''::mood)');
SELECT migration, action, note FROM plan_of($$CREATE TYPE fresh AS ENUM ('a')$$, $$ALTER TYPE fresh ADD VALUE 'b'$$, $$SELECT 'b'::fresh$$);

-- names mean what they mean where they stand: the caller's search_path, the script's own
SET search_path = app, public;
SELECT migration, action, note FROM plan_of('SELECT id FROM accounts', 'CREATE TABLE t ()', 'SELECT FROM app.t', 'SELECT FROM public.t');
SET search_path = public;
SELECT migration, action, note FROM plan_of('SELECT id FROM accounts', 'SET search_path = app; SELECT id FROM accounts; CREATE TABLE t ()', 'SELECT FROM app.t', $$SELECT set_config('search_path', 'app', true); SELECT FROM t; RESET search_path; SELECT FROM t$$);
SELECT migration, action, note FROM plan_of('CREATE FUNCTION f() RETURNS bigint LANGUAGE sql SET search_path = app AS ''SELECT count(*) FROM accounts''', 'CREATE FUNCTION g() RETURNS bigint LANGUAGE sql AS ''SELECT count(*) FROM accounts''');
RESET search_path;
-- temporary tables end with their script, those of the caller do not
CREATE TEMP TABLE callers (a int);
SELECT migration, action, note FROM plan_of('CREATE TEMP TABLE scratch (a int); INSERT INTO scratch VALUES (1); SELECT b FROM scratch', 'INSERT INTO scratch VALUES (1)', 'CREATE TEMP TABLE scratch ()', 'INSERT INTO callers (a) VALUES (1)', 'INSERT INTO callers (b) VALUES (1)', 'CREATE TEMP TABLE callers ()');
DROP TABLE callers;

-- to apply is refused before anything runs
SELECT action FROM migrate_register('1_good', 'CREATE TABLE good ()'), LATERAL migrate_register('2_lost', E'SELECT 1;\nCREATE INDEX ON lost (a)') x(m, a), LATERAL migrate_register('3_warned', $$DO 'BEGIN IF false THEN DROP TABLE lost; END IF; END'$$) y(m, a);
SELECT * FROM migrate_apply();
\echo :LAST_ERROR_SQLSTATE
SELECT to_regclass('good');
SELECT migration, status FROM migrate_apply(only_these => '{3}');
-- unless a reason is given, which is recorded; what still fails fails as the server says it
SELECT status FROM migrate_apply(options => '{"ignore_blocked": ""}');
SELECT status FROM migrate_apply(options => '{"ignore_blocked": null}');
SELECT status FROM migrate_apply(options => '{"ignore_blocked": true}');
SELECT status FROM migrate_apply(options => '{"ignore_blocked": "lost is there in time"}');
CREATE FUNCTION lost() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN IF to_regclass('lost') IS NULL THEN CREATE TABLE lost (a int); END IF; END $$;
CREATE EVENT TRIGGER lost ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION lost();
SELECT migration, status FROM migrate_apply(options => '{"ignore_blocked": "lost is there in time", "reason": "ticket 8"}');
DROP EVENT TRIGGER lost;
SELECT migration, reason FROM migrate_history() WHERE action = 'apply' ORDER BY id;
-- what no transaction can hold stays refused
SELECT action FROM migrate_register('4_vacuum', 'VACUUM');
SELECT * FROM migrate_apply(options => '{"ignore_blocked": "no"}');
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP SCHEMA app CASCADE;
DROP TABLE api_integrations, good, lost;
DROP TYPE mood;
DROP FUNCTION plan_of, subtotal, lost;
DROP ROLE regress_keeper;
