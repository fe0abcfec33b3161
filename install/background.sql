CREATE FUNCTION migrate_start(target text DEFAULT NULL, only_these text[] DEFAULT NULL, options jsonb DEFAULT '{}')
RETURNS SETOF migrate.started_run
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_start(text, text[], jsonb) IS
'applies pending migrations in a background worker, which commits after each and goes on when the client has gone';

CREATE FUNCTION migrate_start_rollback(target text DEFAULT NULL, steps integer DEFAULT NULL,
                                       migration text DEFAULT NULL, cascade boolean DEFAULT false,
                                       options jsonb DEFAULT '{}')
RETURNS SETOF migrate.started_run
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_start_rollback(text, integer, text, boolean, jsonb) IS
'runs down scripts in a background worker, which commits after each and goes on when the client has gone';

CREATE FUNCTION migrate_progress(run bigint DEFAULT NULL)
RETURNS SETOF migrate.run_progress
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_progress(bigint) IS
'how far a run has come, what it waits for and who blocks it; by default the runs that are under way, or the last one';

CREATE PROCEDURE migrate_wait(run bigint, timeout interval DEFAULT NULL, INOUT status text DEFAULT NULL,
                              INOUT done integer DEFAULT NULL, INOUT message text DEFAULT NULL)
LANGUAGE C AS 'MODULE_PATHNAME';
COMMENT ON PROCEDURE migrate_wait(bigint, interval, text, integer, text) IS
'waits until a run has ended, or the time is up, without a snapshot that the run might wait for in turn';

CREATE FUNCTION migrate_cancel(run bigint)
RETURNS SETOF migrate.cancelled_run
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_cancel(bigint) IS
'cancels what a run is doing, which ends it: the migration that runs is undone, those before it stay';
