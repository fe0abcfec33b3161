CREATE FUNCTION migrate_guard(mode text DEFAULT NULL, reason text DEFAULT NULL)
RETURNS SETOF migrate.guard_state
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_guard(text, text) IS
'says what the guard does with DDL outside of migrations, or sets it: off, log, warn or enforce; recorded';

CREATE FUNCTION migrate_guard_override(reason text)
RETURNS SETOF migrate.guard_state
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_guard_override(text) IS
'lets everything pass until the end of this transaction; recorded';

CREATE FUNCTION migrate.guard_command_start() RETURNS event_trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'strata_guard_command_start';
COMMENT ON FUNCTION migrate.guard_command_start() IS 'the guard, before a command';

CREATE FUNCTION migrate.guard_command_end() RETURNS event_trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'strata_guard_command_end';
COMMENT ON FUNCTION migrate.guard_command_end() IS 'the guard, after a command';

CREATE FUNCTION migrate.guard_sql_drop() RETURNS event_trigger
LANGUAGE C AS 'MODULE_PATHNAME', 'strata_guard_sql_drop';
COMMENT ON FUNCTION migrate.guard_sql_drop() IS 'the guard, after objects were dropped';

-- A role that may not create event triggers installs everything else; migrate_guard() says what is missing.
DO $guard$
BEGIN
    CREATE EVENT TRIGGER pg_strata_guard_start ON ddl_command_start
        EXECUTE FUNCTION migrate.guard_command_start();
    COMMENT ON EVENT TRIGGER pg_strata_guard_start IS 'pg_strata: the guard, before a command';
    CREATE EVENT TRIGGER pg_strata_guard_end ON ddl_command_end WHEN TAG IN ('CREATE FUNCTION', 'CREATE PROCEDURE')
        EXECUTE FUNCTION migrate.guard_command_end();
    COMMENT ON EVENT TRIGGER pg_strata_guard_end IS 'pg_strata: the guard, when functions have been created';
    CREATE EVENT TRIGGER pg_strata_guard_drop ON sql_drop
        EXECUTE FUNCTION migrate.guard_sql_drop();
    COMMENT ON EVENT TRIGGER pg_strata_guard_drop IS 'pg_strata: the guard, when objects have been dropped';
EXCEPTION WHEN insufficient_privilege THEN
    RAISE WARNING 'pg_strata is installed without its guard'
        USING DETAIL = 'The event triggers could not be created: ' || SQLERRM || '.',
              HINT = 'See migrate_guard().';
END
$guard$;
