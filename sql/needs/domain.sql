-- Domains.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_domains', $$
CREATE SCHEMA app;
CREATE FUNCTION app.is_good(text) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE DOMAIN app.name AS text COLLATE "C" DEFAULT 'x' NOT NULL CHECK (app.is_good(VALUE)) CONSTRAINT short CHECK (length(VALUE) < 9);
CREATE DOMAIN app.nick AS app.name CHECK (VALUE <> '') CHECK (VALUE <> '-');
ALTER DOMAIN app.name SET DEFAULT upper('y');
ALTER DOMAIN app.name DROP NOT NULL;
ALTER DOMAIN app.name ADD CONSTRAINT good CHECK (VALUE <> 'bad') NOT VALID;
ALTER DOMAIN app.name ADD CHECK (VALUE <> 'worse');
ALTER DOMAIN app.name VALIDATE CONSTRAINT good;
ALTER DOMAIN app.name RENAME CONSTRAINT good TO better;
ALTER DOMAIN app.name DROP CONSTRAINT short;
ALTER DOMAIN app.name DROP CONSTRAINT IF EXISTS never_there;
COMMENT ON CONSTRAINT better ON DOMAIN app.name IS 'x';
ALTER DOMAIN app.nick OWNER TO CURRENT_USER;
ALTER DOMAIN app.nick RENAME TO nickname;
CREATE TABLE app.person (nick app.nickname);
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_lost', $$
CREATE DOMAIN missing_schema.d AS int;
CREATE DOMAIN x1 AS missing_type;
CREATE DOMAIN x2 AS int CHECK (missing_function(VALUE));
CREATE DOMAIN x3 AS int DEFAULT missing_function();
ALTER DOMAIN missing_domain SET NOT NULL;
ALTER DOMAIN app.name DROP CONSTRAINT missing_constraint;
ALTER DOMAIN app.name VALIDATE CONSTRAINT good;
DROP DOMAIN app.nick;
DROP DOMAIN IF EXISTS app.nick CASCADE;
$$);
:dependencies('002');
BEGIN;
SELECT migration, status FROM migrate_apply('1');
ROLLBACK;
DROP EXTENSION pg_strata;
