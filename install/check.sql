CREATE FUNCTION migrate_verify(migration text DEFAULT NULL, strict boolean DEFAULT false)
RETURNS SETOF migrate.check_result
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_verify(text, boolean) IS
'runs verify scripts of applied migrations, a row per statement, and undoes what they did; strict raises on failure';

CREATE FUNCTION migrate_findings()
RETURNS SETOF migrate.finding
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_findings() IS
'everything that is not as it should be: pending, late, blocked, failed or partial migrations, unmet requirements, a broken history';

CREATE FUNCTION migrate_check(pending boolean DEFAULT true, failed boolean DEFAULT true)
RETURNS SETOF migrate.finding
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_check(boolean, boolean) IS
'raises when there are findings, with all of them in DETAIL: the red build of CI';
