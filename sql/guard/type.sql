-- The guard, types, domains and enum labels.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_types', $$CREATE TYPE mood AS ENUM ('good', 'bad'); CREATE DOMAIN mail AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%'); CREATE TYPE pair AS (a int, b int)$$);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_more', $$CREATE TYPE size AS ENUM ('s', 'm'); CREATE DOMAIN zip AS text; ALTER TYPE mood ADD VALUE 'so-so'$$);

-- missing
CREATE TABLE t (s size);
CREATE TABLE t (s size[], z zip);
CREATE DOMAIN zips AS zip;
CREATE FUNCTION f(size) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION f() RETURNS SETOF size LANGUAGE sql AS 'SELECT NULL';
ALTER TYPE size ADD VALUE 'l';
ALTER DOMAIN zip SET NOT NULL;
DROP TYPE size;
DROP DOMAIN IF EXISTS zip;
ALTER TYPE mood RENAME VALUE 'so-so' TO 'meh';

-- taken away or renamed
DROP TYPE mood;
DROP DOMAIN mail;
DROP TYPE pair CASCADE;
ALTER TYPE mood RENAME TO feeling;
ALTER TYPE mood RENAME VALUE 'bad' TO 'poor';
ALTER TYPE pair RENAME ATTRIBUTE a TO x;
ALTER TYPE pair DROP ATTRIBUTE b;
ALTER TYPE pair ALTER ATTRIBUTE b TYPE bigint;
ALTER DOMAIN mail DROP CONSTRAINT has_at;
CREATE SCHEMA other;
ALTER TYPE mood SET SCHEMA other;
ALTER DOMAIN mail SET SCHEMA other;
-- changed
ALTER TYPE mood ADD VALUE 'worse';
ALTER TYPE pair ADD ATTRIBUTE c int;
ALTER DOMAIN mail SET DEFAULT 'x@y';
SELECT finding, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;
DROP EXTENSION pg_strata;
DROP TYPE mood, pair;
DROP DOMAIN mail;
DROP SCHEMA other;
