-- A guided session: register, plan, apply, verify, history, a mistake, roll back, apply again.
-- Run in an empty database:  psql -X -v ON_ERROR_STOP=1 -v examples=DIR -f demo.sql
-- DIR is a copy of examples/ that the server can read.

\set QUIET on
\pset border 2
\pset linestyle unicode
\pset footer off
\pset null '-'
\pset pager off
SET client_min_messages = warning;

-- the platform's parts and the application's first tables
\ir ../prelude.sql
\ir prelude.sql
\set migrations :examples '/assistant/migrations'

\echo
\echo 'pg_strata keeps the migrations of a database in the database. Everything below is plain SQL:'
\echo 'it works the same in psql, in the SQL editor of a dashboard, or in a test.'
\echo

\set ECHO queries

CREATE EXTENSION pg_strata;
\echo
\echo '1. Register: twelve files become four migrations, each with a way back and a way to check it.'
\echo

SELECT migration, action, error, line
FROM migrate_register_directory(:'migrations');

SELECT migration, state, requires, has_down, has_verify
FROM migrate_status();

\echo '2. Plan: what would run, in which order. Feedback needs messages, which need conversations;'
\echo '   usage metrics need nobody.'
\echo

SELECT step, migration, action, requires, note
FROM migrate_plan();

SELECT step, migration, action
FROM migrate_plan(only_these => ARRAY['006']);

\echo '3. Apply: all or nothing. The verify script of each migration runs before its success is written down.'
\echo

SELECT step, migration, action, statements, rows, duration, status
FROM migrate_apply();

\echo '4. Verify: as often as you like; test rows that a check inserts are gone afterwards.'
\echo

SELECT migration, count(*) AS checks, count(*) FILTER (WHERE ok) AS ok,
       count(*) FILTER (WHERE NOT ok) AS failed
FROM migrate_verify()
GROUP BY migration
ORDER BY migration;

SELECT check_name, subject, expected, actual, ok
FROM migrate_verify('004')
WHERE expected = 'true';

\echo '5. History: append-only, every row chained to the one before by its digest.'
\echo

SELECT id, at::time(0) AS at, migration, action, outcome, duration, left(digest, 12) AS digest
FROM migrate_history();

SELECT count(id) AS entries, bool_and(ok) AS intact
FROM migrate_verify_history();

\echo '6. When something goes wrong: a migration with two mistakes. What is missing, the plan says beforehand...'
\echo

SELECT migration, action, statements, transactional
FROM migrate_register('007_exports', requires => ARRAY['files'],
                      up => 'CREATE TABLE exports (id uuid PRIMARY KEY, file_id uuid NOT NULL);');

SELECT action, note, fix_call
FROM migrate_plan();

SELECT migration, action
FROM migrate_register('007_exports', requires => ARRAY[''], replace => true, up =>
'CREATE TABLE exports (id uuid PRIMARY KEY, message_id uuid NOT NULL);

INSERT INTO exports (id, message_id)
SELECT gen_random_uuid(), m.identifier
FROM messages m;');

\echo '   ... and what fails, fails with migration, line and column, and leaves nothing behind.'
\echo

\set ON_ERROR_STOP off
SELECT * FROM migrate_apply();
\set ON_ERROR_STOP on
\echo

SELECT to_regclass('exports') AS exports, migration, state
FROM migrate_status()
WHERE state <> 'applied';

SELECT * FROM migrate_unregister('007');

\echo '7. Roll back: in reverse order, each migration with its own script.'
\echo

SELECT step, migration, action, statements, duration, status
FROM migrate_rollback(options => '{"all": true, "reason": "to show the way back"}');

SELECT tablename AS "tables that are left"
FROM pg_tables
WHERE schemaname = 'public'
ORDER BY tablename;

SELECT migration, state, applied_at, left(text_checksum, 12) AS text_checksum
FROM migrate_status();

\echo '8. Apply again: the same scripts, the same result.'
\echo

SELECT step, migration, action, statements, rows, duration, status
FROM migrate_apply();

SELECT id, migration, action, outcome, reason
FROM migrate_history()
ORDER BY id DESC
LIMIT 10;

SELECT * FROM migrate_check();

\set ECHO none
