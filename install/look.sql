CREATE FUNCTION migrate_status()
RETURNS SETOF migrate.migration_status
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_status() IS 'every registered migration and its state, in version order';

CREATE FUNCTION migrate_plan(target text DEFAULT NULL, only_these text[] DEFAULT NULL, direction text DEFAULT 'up')
RETURNS SETOF migrate.plan_step
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_plan(text, text[], text) IS
'the steps that migrate_apply() would take (direction up), or the way back to a target or of everything (down), and what stands in the way';

CREATE FUNCTION migrate_dependencies(migration text DEFAULT NULL)
RETURNS SETOF migrate.dependency
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_dependencies(text) IS 'what the up scripts provide, alter, drop and need, and who satisfies it';

CREATE FUNCTION migrate_impact(object text)
RETURNS SETOF migrate.impact
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_impact(text) IS 'every migration and every live object that depends on an object, function bodies included, and why';
