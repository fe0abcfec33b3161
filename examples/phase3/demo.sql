-- A guided session: an index on a table that nobody creates, seen before anything runs, and what mends it.
-- Run in an empty database:  psql -X -v ON_ERROR_STOP=1 -v examples=DIR -f demo.sql
-- DIR is a copy of examples/ that the server can read.

\set QUIET on
\pset border 2
\pset linestyle unicode
\pset footer off
\pset null '-'
\pset pager off
SET client_min_messages = warning;

\ir ../prelude.sql
\ir prelude.sql
CREATE EXTENSION pg_strata;
\set migrations :examples '/phase3/migrations'
\set conditional :examples '/phase3/conditional'

-- as on the day it happened: everything is there but the migration that creates the table
SELECT count(*) AS registered FROM migrate_register_directory(:'migrations') \gset
SELECT count(*) AS removed FROM migrate_unregister('20250122000000') \gset

\echo
\echo 'Four migrations are registered, and nothing says what needs what. The database has a table api_integrations.'
\echo

\set ECHO queries

\echo '1. The plan reads the scripts, and knows before anything runs.'
\echo

\x on
SELECT step, migration, action, note, fix_call
FROM migrate_plan(only_these => ARRAY['20250123000000']);
\x off

\echo '   To apply is refused, and nothing has run.'
\echo

\set ON_ERROR_STOP off
SELECT * FROM migrate_apply();
\set ON_ERROR_STOP on
\echo

\echo '2. The mend of that day puts each index under a condition: nothing fails, and nobody hears of what is missing.'
\echo '   The plan says so.'
\echo

BEGIN;
SELECT migration, action FROM migrate_unregister('20250123000000');
SELECT migration, action FROM migrate_register_directory(:'conditional');
SELECT migration, action, note FROM migrate_plan(only_these => ARRAY['20250123000000']);
ROLLBACK;

\echo '3. What really mends it: the migration that creates the table. Nothing is declared; scripts give the order.'
\echo

SELECT migration, action
FROM migrate_register_directory(:'migrations')
WHERE action <> 'unchanged';

SELECT step, migration, action, because, note
FROM migrate_plan();

SELECT relation, kind, object, strength, line, satisfied_by
FROM migrate_dependencies('20250123000000')
WHERE relation = 'needs' AND satisfied_by IS DISTINCT FROM 'database'
ORDER BY line, kind DESC
LIMIT 8;

\echo '4. Apply, with all checks.'
\echo

SELECT step, migration, action, statements, duration, status
FROM migrate_apply();

\set ECHO none
