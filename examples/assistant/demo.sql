-- A guided session: register, plan, apply, verify, history, roll back, apply again.
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

SELECT migration, count(*) AS checks, count(*) FILTER (WHERE ok) AS ok, count(*) FILTER (WHERE NOT ok) AS failed
FROM migrate_verify()
GROUP BY migration
ORDER BY migration;

SELECT check_name, ok, detail
FROM migrate_verify('004')
WHERE check_name LIKE '% %';

\echo '5. History: append-only, every row chained to the one before by its digest.'
\echo

SELECT id, at::time(0) AS at, migration, action, outcome, duration, left(digest, 12) AS digest
FROM migrate_history();

\echo '6. Roll back: in reverse order, each migration with its own script.'
\echo

SELECT step, migration, action, statements, duration, status
FROM migrate_rollback(options => '{"all": true, "reason": "to show the way back"}');

SELECT tablename AS "tables that are left"
FROM pg_tables
WHERE schemaname = 'public'
ORDER BY tablename;

SELECT migration, state, applied_at, text_checksum IS NOT NULL AS still_registered
FROM migrate_status();

\echo '7. Apply again: the same scripts, the same result.'
\echo

SELECT step, migration, action, statements, rows, duration, status
FROM migrate_apply();

SELECT id, migration, action, outcome, reason
FROM migrate_history()
ORDER BY id DESC
LIMIT 9;

SELECT count(*) AS links, count(*) FILTER (WHERE ok) AS intact
FROM migrate_verify_history();

\set ECHO none
