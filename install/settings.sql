CREATE FUNCTION migrate_settings()
RETURNS SETOF migrate.setting_value
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_settings() IS 'the settings of this database that safety depends on';

CREATE FUNCTION migrate_set(name text, value text, reason text DEFAULT NULL)
RETURNS SETOF migrate.setting_value
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_set(text, text, text) IS 'changes a setting; recorded';

CREATE FUNCTION migrate_grant(role name, level text)
RETURNS SETOF migrate.right_granted
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_grant(name, text) IS
'lets a role use pg_strata: reader looks, author also registers, operator also applies and rolls back, admin everything';

CREATE FUNCTION migrate_revoke(role name)
RETURNS SETOF migrate.right_granted
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_revoke(name) IS 'takes all of it back';
