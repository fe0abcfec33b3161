-- migrate_dependencies: what the up scripts provide, alter, drop and need, where, how strongly, and who satisfies it.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_dependencies();
CREATE TABLE was_there (id int PRIMARY KEY);
SELECT action FROM migrate_register('1_users', E'-- people\nCREATE TABLE users (\n    id int PRIMARY KEY,\n    name text\n);\nCREATE INDEX users_name ON users (name);');
SELECT action FROM migrate_register('2_orders', $m$
CREATE TABLE orders (customer int REFERENCES users (id), old int REFERENCES was_there, CHECK (customer > 0));
CREATE FUNCTION count_orders() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE 'SELECT count(*) FROM ' || current_setting('my.table');
    EXECUTE 'TRUNCATE never_made';
    RETURN (SELECT count(*) FROM orders);
END $$;
ALTER TABLE users ADD email text;
ALTER TABLE users RENAME name TO full_name;
DROP INDEX users_name;
DO $$ BEGIN IF now() IS NULL THEN DROP TABLE was_there; END IF; END $$;
$m$, 'DROP TABLE orders');
SELECT relation, kind, object, strength, line, statement_no, satisfied_by FROM migrate_dependencies('1');
SELECT relation, kind, object, strength, line, statement_no, satisfied_by FROM migrate_dependencies('2_orders');
-- the same when they are applied
CREATE TEMP VIEW shown AS SELECT * FROM migrate_dependencies() WHERE strength <> 'dynamic';
CREATE TEMP TABLE pending AS SELECT * FROM shown;
SELECT status FROM migrate_apply('1');
CREATE TEMP TABLE half AS SELECT * FROM shown;
SELECT status FROM migrate_apply();
CREATE TEMP TABLE applied AS SELECT * FROM shown;
SELECT * FROM pending EXCEPT SELECT * FROM half;
SELECT * FROM half EXCEPT SELECT * FROM pending;
SELECT * FROM pending EXCEPT SELECT * FROM applied;
SELECT * FROM applied EXCEPT SELECT * FROM pending;
-- unmet is NULL; met by whoever comes later in version order, if the plan takes it first; not by what is temporary
SELECT action FROM migrate_register('3_lost', 'CREATE INDEX ON lost (a); CREATE TEMP TABLE scratch (); DROP TABLE scratch; SELECT total, part FROM later');
SELECT action FROM migrate_register('4_later', 'CREATE TABLE later (total int)');
SELECT * FROM migrate_dependencies('3');
SELECT migration, kind, object, satisfied_by FROM migrate_dependencies() WHERE relation = 'needs' AND migration > '3';
SELECT new_state FROM migrate_mark('4', 'skipped', 'not here');
SELECT object, satisfied_by FROM migrate_dependencies('3') WHERE relation = 'needs';
-- names are shown with the schema in which they stand
CREATE SCHEMA app;
SELECT action FROM migrate_register('5_app', 'SET search_path = app; CREATE TABLE here (a int); ALTER TABLE app.here ADD b int; SET search_path = public; CREATE TABLE "Odd name" ("a b" int); CREATE VIEW v AS SELECT a, "a b" FROM app.here, "Odd name"');
SELECT relation, kind, object, satisfied_by FROM migrate_dependencies('5');
-- every kind of place
SELECT action FROM migrate_register('6_members', $m$
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
CREATE TRIGGER touched BEFORE UPDATE OF id ON was_there FOR EACH ROW EXECUTE FUNCTION touch();
CREATE POLICY own ON was_there TO CURRENT_USER USING (id > 0);
CREATE TYPE kind AS ENUM ('a', 'b');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE SEQUENCE numbers;
CREATE TABLE things (k kind DEFAULT 'a'::kind, p positive DEFAULT nextval('numbers'), LIKE was_there);
ALTER TYPE kind ADD VALUE 'c';
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM things;
CREATE SCHEMA other;
GRANT USAGE ON SCHEMA other TO pg_monitor;
COMMENT ON COLUMN things.k IS 'kind';
DROP FUNCTION IF EXISTS nothing(int);
$m$);
SELECT relation, kind, object, strength, statement_no AS no, satisfied_by FROM migrate_dependencies('6');
-- who and when
SELECT * FROM migrate_dependencies('404');
SELECT * FROM migrate_dependencies('');
BEGIN READ ONLY;
SELECT count(*) > 20 AS works FROM migrate_dependencies();
COMMIT;
SELECT DISTINCT relation FROM migrate_dependencies() ORDER BY 1;
SELECT DISTINCT strength FROM migrate_dependencies() ORDER BY 1;
DROP VIEW shown;
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP SCHEMA app;
DROP TABLE was_there, users, orders CASCADE;
DROP FUNCTION count_orders;
