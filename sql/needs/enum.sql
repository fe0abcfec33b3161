-- Enums and their labels.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TYPE app.mood AS ENUM ('sad', 'ok');
CREATE TABLE app.person (id int, mood app.mood DEFAULT 'sad');
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_labels', $$
ALTER TYPE app.mood ADD VALUE 'happy' AFTER 'ok';
ALTER TYPE app.mood ADD VALUE IF NOT EXISTS 'awful' BEFORE 'sad';
ALTER TYPE app.mood ADD VALUE 'last';
ALTER TYPE app.mood RENAME VALUE 'ok' TO 'fine';
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_use', $$
ALTER TABLE app.person ALTER COLUMN mood SET DEFAULT 'happy';
SELECT 'fine'::app.mood, 'ok'::app.mood, CAST('awful' AS app.mood), app.mood 'never';
CREATE TABLE app.pet (mood app.mood DEFAULT 'last'::app.mood, other app.mood CHECK (other <> 'terrible'::app.mood));
$$);
:dependencies('003');
SELECT action FROM migrate_register('004_lost', $$
ALTER TYPE missing_type ADD VALUE 'x';
ALTER TYPE app.mood ADD VALUE 'x' BEFORE 'missing';
ALTER TYPE app.mood RENAME VALUE 'missing' TO 'x';
CREATE TYPE missing_schema.e AS ENUM ('a');
$$);
:dependencies('004');
DROP EXTENSION pg_strata;
