-- What a drop takes along shows when it has gone: CASCADE, DROP OWNED, and statements inside functions and DO blocks.
CREATE EXTENSION pg_strata;
CREATE TABLE base (id int PRIMARY KEY);
CREATE TYPE mood AS ENUM ('good');
CREATE FUNCTION f(int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
CREATE ROLE regress_owner;
CREATE SCHEMA owned AUTHORIZATION regress_owner;
CREATE TABLE owned.base (id int PRIMARY KEY);
ALTER TABLE owned.base OWNER TO regress_owner;
SELECT action FROM migrate_register('001_rests', $$
CREATE VIEW on_base AS SELECT id FROM base;
CREATE TABLE refers (id int CONSTRAINT to_base REFERENCES base, m mood, n int DEFAULT f(1));
CREATE INDEX refers_f ON refers (f(n));
CREATE VIEW on_owned AS SELECT id FROM owned.base$$);
SELECT status FROM migrate_apply();

DROP TABLE base CASCADE;
DROP TYPE mood CASCADE;
DROP FUNCTION f(int) CASCADE;
ALTER TABLE base DROP COLUMN id CASCADE;
ALTER TABLE base DROP CONSTRAINT base_pkey CASCADE;
DROP OWNED BY regress_owner CASCADE;
DROP SCHEMA owned CASCADE;
DO $$ BEGIN DROP TABLE base CASCADE; END $$;
DO $$ BEGIN EXECUTE 'DROP TABLE ' || 'refers'; END $$;
CREATE FUNCTION destroys() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP VIEW on_base; END $$;
SELECT destroys();
-- a function that handles the refusal has dropped nothing
DO $$ BEGIN DROP TABLE base CASCADE; EXCEPTION WHEN SQLSTATE 'MG022' THEN RAISE NOTICE 'refused: %', SQLERRM; END $$;
SELECT count(*) FROM on_base, refers;

-- what nobody relies on goes along freely
CREATE TABLE free (id int PRIMARY KEY);
CREATE VIEW on_free AS SELECT * FROM free;
DROP TABLE free CASCADE;

-- observed where it passes: each object once, parts of it not at all
SELECT mode FROM migrate_guard('warn');
DROP TABLE base CASCADE;
DROP TABLE refers;
DROP SCHEMA owned CASCADE;
SELECT finding, mode, command, object_kind, object, migrations FROM migrate.observed ORDER BY at, object;
DROP EXTENSION pg_strata;
DROP OWNED BY regress_owner;
DROP ROLE regress_owner;
DROP FUNCTION destroys, f;
DROP TYPE mood;
