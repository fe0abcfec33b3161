CREATE FUNCTION migrate_register(migration text, up text DEFAULT NULL, down text DEFAULT NULL, verify text DEFAULT NULL,
                                 requires text[] DEFAULT '{}', conflicts text[] DEFAULT '{}',
                                 description text DEFAULT NULL, replace boolean DEFAULT false,
                                 options jsonb DEFAULT '{}')
RETURNS SETOF migrate.registration
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_register(text, text, text, text, text[], text[], text, boolean, jsonb) IS
'registers a migration: its scripts are parsed and checked, nothing runs';

CREATE FUNCTION migrate_register_directory(path text, replace boolean DEFAULT false)
RETURNS SETOF migrate.loaded_file_set
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_register_directory(text, boolean) IS
'registers all migrations of a directory on the server, or none: every fault is a row';

CREATE FUNCTION migrate_register_files(paths text[], contents text[], replace boolean DEFAULT false)
RETURNS SETOF migrate.loaded_file_set
LANGUAGE C VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_register_files(text[], text[], boolean) IS
'the same for files that the client sends: paths relative to the directory, and what is in them';

CREATE FUNCTION migrate_unregister(migration text)
RETURNS SETOF migrate.removal
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_unregister(text) IS
'forgets a pending migration; its history and scripts stay on record';

CREATE FUNCTION migrate_approve(migration text, digest text DEFAULT NULL)
RETURNS SETOF migrate.approved_revision
LANGUAGE C VOLATILE PARALLEL UNSAFE ROWS 1 AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_approve(text, text) IS
'approves the current revision of a migration, refused when its digest is not the one given, for those whose rights the caller has';
