CREATE FUNCTION migrate_apply(target text DEFAULT NULL, only_these text[] DEFAULT NULL, options jsonb DEFAULT '{}')
RETURNS SETOF migrate.run_step
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_apply(text, text[], jsonb) IS
'applies pending migrations in the caller''s transaction: all of the plan, or nothing';

CREATE FUNCTION migrate_rollback(target text DEFAULT NULL, steps integer DEFAULT NULL, migration text DEFAULT NULL,
                                 cascade boolean DEFAULT false, options jsonb DEFAULT '{}')
RETURNS SETOF migrate.run_step
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_rollback(text, integer, text, boolean, jsonb) IS
'runs down scripts in reverse order of application: down to a target, a number of steps, or one migration';

CREATE FUNCTION migrate_redo(migration text DEFAULT NULL)
RETURNS SETOF migrate.run_step
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_redo(text) IS
'rolls one migration back and applies it again; by default the latest applied';

CREATE FUNCTION migrate_mark(migration text, state text, reason text)
RETURNS SETOF migrate.state_change
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_mark(text, text, text) IS
'sets a migration''s state (applied, skipped, pending) without running anything; recorded with the reason';

CREATE FUNCTION migrate_baseline(target text, reason text)
RETURNS SETOF migrate.state_change
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_baseline(text, text) IS
'marks everything up to target as applied without running anything: for a database that has it already';
