-- Types that are neither enums nor domains: composite, range, base.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_types', $$
CREATE SCHEMA app;
CREATE TYPE app.pair AS (x int, label text COLLATE "C");
CREATE TYPE app.pairs AS (first app.pair, rest app.pair[]);
CREATE FUNCTION app.distance(float8, float8) RETURNS float8 LANGUAGE sql IMMUTABLE AS 'SELECT $1 - $2';
CREATE TYPE app.span AS RANGE (subtype = float8, subtype_diff = app.distance);
CREATE TYPE app.range_of_time AS RANGE (subtype = time, multirange_type_name = app.times);
CREATE TYPE shell;
ALTER TYPE app.pair RENAME ATTRIBUTE x TO z;
ALTER TYPE app.pair RENAME TO couple;
ALTER TYPE app.couple SET SCHEMA public;
COMMENT ON TYPE couple IS 'x';
DROP TYPE shell, app.pairs;
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_use', $$
CREATE TABLE app.t (c couple, s app.span, ss app.spanmulti, m app.multirange_of_time, t app.times, p app.pair);
SELECT app.span(1, 2), app.span(1, 2, '[]'), app.times(), app.span(1);
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE TYPE missing_schema.t AS (x int);
CREATE TYPE x1 AS (x missing_type);
CREATE TYPE x2 AS RANGE (subtype = missing_type);
CREATE TYPE x3 AS RANGE (subtype = int, subtype_diff = missing_function);
CREATE TYPE x4 (INPUT = missing_in, OUTPUT = missing_out, LIKE = missing_type);
ALTER TYPE missing_type RENAME TO y;
ALTER TYPE couple RENAME ATTRIBUTE x TO y;
DROP TYPE missing_type;
DROP TYPE IF EXISTS missing_type;
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('1');
ROLLBACK;
DROP EXTENSION pg_strata;
