CREATE FUNCTION migrate_history(migration text DEFAULT NULL, run bigint DEFAULT NULL)
RETURNS SETOF migrate.history
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_history(text, bigint) IS
'the record, oldest first: every action and attempt; of one migration, of one run, or of all';

CREATE FUNCTION migrate_verify_history(head text DEFAULT NULL)
RETURNS SETOF migrate.chain_link
LANGUAGE C STABLE PARALLEL UNSAFE AS 'MODULE_PATHNAME';
COMMENT ON FUNCTION migrate_verify_history(text) IS
'checks every link of the history''s chain of digests; a head digest kept elsewhere must be on it';
