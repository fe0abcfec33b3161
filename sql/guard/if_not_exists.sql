-- IF NOT EXISTS that would skip an object that differs.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_t', $$CREATE TABLE t (id int PRIMARY KEY, name varchar(20), n numeric(10,2), tags text[], at timestamptz);
CREATE INDEX t_name ON t (name); CREATE UNIQUE INDEX t_low ON t (lower(name), n DESC) INCLUDE (id) WHERE n > 0$$);
SELECT status FROM migrate_apply();

-- the same, however it is written
CREATE TABLE IF NOT EXISTS t (id integer, name character varying(20), n decimal(10,2), tags text[], at timestamp with time zone);
CREATE TABLE IF NOT EXISTS public.t (at timestamptz, id serial, name varchar(20), n numeric(10,2), tags text ARRAY);
CREATE INDEX IF NOT EXISTS t_name ON t (name);
CREATE INDEX IF NOT EXISTS t_name ON public.t USING btree (name ASC NULLS LAST);
CREATE UNIQUE INDEX IF NOT EXISTS t_low ON t (lower(name::text), n DESC NULLS FIRST) INCLUDE (id) WHERE t.n > 0::numeric;
CREATE TABLE IF NOT EXISTS t (LIKE t);

-- tables that differ
CREATE TABLE IF NOT EXISTS t (id int);
CREATE TABLE IF NOT EXISTS t (id bigint, name text, n numeric, tags text, at timestamptz);
CREATE TABLE IF NOT EXISTS t (id int, name varchar(20), n numeric(10,2), tags text[], at timestamptz, more int);
CREATE TABLE IF NOT EXISTS t (extra int, LIKE t);
CREATE TABLE IF NOT EXISTS t_name (id int);
ALTER TABLE t ADD COLUMN IF NOT EXISTS name text;
ALTER TABLE t ADD COLUMN IF NOT EXISTS name varchar(20);
CREATE TABLE IF NOT EXISTS t AS SELECT 1 AS id, 'x'::varchar(20) AS name;
CREATE TABLE IF NOT EXISTS t (id, name, n, tags, at) AS SELECT 1, 'x'::varchar(20), 1::numeric(10,2), '{}'::text[], now();
CREATE MATERIALIZED VIEW IF NOT EXISTS t AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW m AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1 AS id;
CREATE MATERIALIZED VIEW IF NOT EXISTS m AS SELECT 1::bigint AS id;
DROP MATERIALIZED VIEW m;

-- indexes that differ
CREATE INDEX IF NOT EXISTS t_name ON t (n);
CREATE INDEX IF NOT EXISTS t_name ON t (name, n);
CREATE UNIQUE INDEX IF NOT EXISTS t_name ON t (name);
CREATE INDEX IF NOT EXISTS t_name ON t USING hash (name);
CREATE INDEX IF NOT EXISTS t_name ON t (name DESC);
CREATE INDEX IF NOT EXISTS t_name ON t (name NULLS FIRST);
CREATE INDEX IF NOT EXISTS t_name ON t (name text_pattern_ops);
CREATE INDEX IF NOT EXISTS t_name ON t (name COLLATE "POSIX");
CREATE INDEX IF NOT EXISTS t_name ON t (name) WHERE n > 0;
CREATE INDEX IF NOT EXISTS t_name ON t (name) INCLUDE (n);
CREATE INDEX IF NOT EXISTS t_name ON t (lower(name));
CREATE UNIQUE INDEX IF NOT EXISTS t_low ON t (upper(name), n DESC) INCLUDE (id) WHERE n > 0;
CREATE UNIQUE INDEX IF NOT EXISTS t_low ON t (lower(name), n DESC) INCLUDE (id) WHERE n > 1;
CREATE UNIQUE INDEX IF NOT EXISTS t_low ON t (lower(name), n DESC) INCLUDE (at) WHERE n > 0;
CREATE UNIQUE INDEX IF NOT EXISTS t_low ON t (lower(name), n DESC) INCLUDE (id);
CREATE TABLE u (name text);
CREATE INDEX IF NOT EXISTS t_name ON u (name);
-- an INVALID one
INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2);
\set VERBOSITY terse
CREATE UNIQUE INDEX CONCURRENTLY t_twice ON t (name);
\set VERBOSITY default
CREATE UNIQUE INDEX IF NOT EXISTS t_twice ON t (name);

-- no migration knows it: a warning, PostgreSQL's own notice goes with it
CREATE TABLE IF NOT EXISTS u (name text, age int);
CREATE TABLE IF NOT EXISTS u (name text);
ALTER TABLE u ADD COLUMN IF NOT EXISTS name int;
-- a pending one knows it
SELECT action FROM migrate_register('002_u', 'CREATE TABLE u (name text, age int)');
CREATE TABLE IF NOT EXISTS u (name text, age int);
-- temporary tables are free
CREATE TEMP TABLE IF NOT EXISTS t (other int);
CREATE TEMP TABLE IF NOT EXISTS t (another int);
-- another schema has its own
CREATE SCHEMA other;
CREATE TABLE IF NOT EXISTS other.t (id int);
SELECT finding, object FROM migrate.observed WHERE finding = 'skipped';
DROP EXTENSION pg_strata;
DROP TABLE pg_temp.t, public.t, u;
DROP SCHEMA other CASCADE;
