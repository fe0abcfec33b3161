-- A down script takes nothing along that another applied migration made.
CREATE EXTENSION pg_strata;
SELECT count(*) FROM (VALUES
    ('001_app', 'CREATE SCHEMA IF NOT EXISTS app;', 'DROP SCHEMA app;'),
    ('002_orders', 'CREATE TABLE app.orders (id serial PRIMARY KEY, state text); CREATE INDEX orders_state ON app.orders (state);', 'DROP TABLE app.orders;'),
    ('003_reports', E'CREATE SCHEMA IF NOT EXISTS app;\nCREATE VIEW app.report AS SELECT id FROM app.orders;', E'-- too much\nDROP SCHEMA app CASCADE;')) AS v (m, up, down), LATERAL migrate_register(m, up, down);
SELECT migration, status FROM migrate_apply();
SELECT migration, action, note, fix_call FROM migrate_plan('002_orders', direction => 'down');
SELECT * FROM migrate_rollback();
SELECT * FROM migrate_redo();
-- all of it may go
SELECT migration, action, note FROM migrate_plan(direction => 'down');
-- the script gives back what it takes, or takes what is its own
SELECT action FROM migrate_register('003_reports', down => E'DROP VIEW app.report CASCADE', replace => true);
SELECT migration, action, note FROM migrate_plan('002_orders', direction => 'down');
SELECT migration, status FROM migrate_rollback();
SELECT count(*) FROM (VALUES
    ('0031_total', 'CREATE OR REPLACE FUNCTION app.total() RETURNS int LANGUAGE sql AS ''SELECT 2''', 'DROP FUNCTION app.total() CASCADE; CREATE FUNCTION app.total() RETURNS int LANGUAGE sql AS ''SELECT 1'''),
    ('0021_total', 'CREATE FUNCTION app.total() RETURNS int LANGUAGE sql AS ''SELECT 1''', 'DROP FUNCTION app.total()')) AS v (m, up, down), LATERAL migrate_register(m, up, down, replace => true);
SELECT migration, status FROM migrate_apply();
SELECT migration, action, note FROM migrate_plan('0021_total', direction => 'down');
-- what was there before all migrations, with what others hung on it
CREATE TABLE public.customers (id int PRIMARY KEY, mood text);
CREATE TYPE public.mood AS ENUM ('good');
SELECT count(*) FROM (VALUES
    ('004_customers', 'ALTER TABLE app.orders ADD COLUMN customer int, ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id);', 'ALTER TABLE app.orders DROP COLUMN customer;'),
    ('005_names', 'CREATE VIEW names AS SELECT mood FROM customers; CREATE VIEW app.more AS SELECT * FROM names;', 'DROP VIEW app.more, names;'),
    ('006_moods', 'CREATE FUNCTION cheer(mood) RETURNS int LANGUAGE sql AS ''SELECT 1'';', 'DROP FUNCTION cheer(mood);'),
    ('007_careless', 'SELECT 1', E'DROP TABLE customers CASCADE;\nDROP TYPE mood CASCADE;\n')) AS v (m, up, down), LATERAL migrate_register(m, up, down);
SELECT migration, status FROM migrate_apply();
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
SELECT migration, action, note FROM migrate_plan('005_names', direction => 'down');
-- a column, and what was made in a schema that the search_path names
SELECT count(*) FROM (VALUES
    ('007_careless', 'SELECT 1', E'SET search_path = app, public;\nALTER TABLE customers DROP COLUMN mood CASCADE; DROP VIEW IF EXISTS more CASCADE'))
    AS v (m, up, down), LATERAL migrate_register(m, up, down, replace => true);
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
-- renamed since, and dropped since
SELECT action FROM migrate_register('007_careless', down => E'DROP SCHEMA app CASCADE', replace => true);
SELECT count(*) FROM migrate_register('008_later', 'ALTER SCHEMA app RENAME TO core; CREATE SCHEMA app; DROP VIEW core.more;', 'SELECT 1');
SELECT migration, status FROM migrate_apply();
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
SELECT action FROM migrate_register('007_careless', down => E'DROP SCHEMA core CASCADE', replace => true);
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
-- all that a role owns
CREATE ROLE regress_strata_owner;
GRANT CREATE ON SCHEMA core TO regress_strata_owner;
SELECT action FROM migrate_register('007_careless', down => E'SELECT 1;\nDROP OWNED BY regress_strata_owner', replace => true);
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
ALTER TABLE core.orders OWNER TO regress_strata_owner;
SELECT migration, action, note FROM migrate_plan('006_moods', direction => 'down');
ALTER TABLE core.orders OWNER TO CURRENT_USER;
DROP OWNED BY regress_strata_owner;
DROP ROLE regress_strata_owner;
-- what a branch of a DO block made, if it did
SELECT count(*) FROM migrate_register('009_base', 'CREATE TABLE core.base (a int); CREATE TABLE core.other (a int)', 'DROP TABLE core.other; DROP TABLE core.base CASCADE');
SELECT count(*) FROM migrate_register('010_perhaps', $m$DO $$ BEGIN
    IF to_regclass('core.base') IS NOT NULL THEN
        CREATE VIEW core.on_base AS SELECT a FROM core.base;
    END IF;
    IF to_regclass('core.never_there') IS NOT NULL THEN
        CREATE VIEW core.not_made AS SELECT a FROM core.base;
    END IF;
END $$$m$, 'SELECT 1');
SELECT migration, status FROM migrate_apply();
SELECT migration, action, note FROM migrate_plan('008_later', direction => 'down');
SELECT migration, status FROM migrate_rollback(migration => '009_base');
BEGIN;
SELECT count(*) FROM migrate_guard_override('the view is not wanted');
DROP VIEW core.on_base;
COMMIT;
SELECT migration, status FROM migrate_rollback(migration => '009_base');
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP SCHEMA core, app CASCADE;
DROP TABLE customers CASCADE;
DROP TYPE mood CASCADE;
