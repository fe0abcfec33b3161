-- Fails when a schema of this name exists: nobody's objects may stand where the record is kept.
CREATE SCHEMA migrate;
COMMENT ON SCHEMA migrate IS 'pg_strata: registered migrations, what is applied, and the history';
