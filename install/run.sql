CREATE PROCEDURE migrate_run(target text DEFAULT NULL, only_these text[] DEFAULT NULL, options jsonb DEFAULT '{}',
                             INOUT run bigint DEFAULT NULL, INOUT applied integer DEFAULT NULL,
                             INOUT status text DEFAULT NULL)
LANGUAGE C AS 'MODULE_PATHNAME';
COMMENT ON PROCEDURE migrate_run(text, text[], jsonb, bigint, integer, text) IS
'applies pending migrations, each in a transaction of its own, also those that no transaction can hold; what fails stays on record';

CREATE PROCEDURE migrate_run_rollback(target text DEFAULT NULL, steps integer DEFAULT NULL,
                                      migration text DEFAULT NULL, cascade boolean DEFAULT false,
                                      options jsonb DEFAULT '{}', INOUT run bigint DEFAULT NULL,
                                      INOUT rolled_back integer DEFAULT NULL, INOUT status text DEFAULT NULL)
LANGUAGE C AS 'MODULE_PATHNAME';
COMMENT ON PROCEDURE migrate_run_rollback(text, integer, text, boolean, jsonb, bigint, integer, text) IS
'rolls migrations back, each in a transaction of its own, also where no transaction can hold a down script';
