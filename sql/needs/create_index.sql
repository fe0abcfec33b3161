-- CREATE INDEX and CREATE STATISTICS.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, code text, tags text[], deleted_at timestamptz);
CREATE MATERIALIZED VIEW app.summary AS SELECT code, count(*) AS n FROM app.item GROUP BY code;
CREATE FUNCTION app.squeeze(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
$$);
SELECT action FROM migrate_register('002_indexes', $$
CREATE INDEX ON app.item (code);
CREATE UNIQUE INDEX by_code ON app.item USING btree (code COLLATE "C" text_pattern_ops DESC, id) INCLUDE (tags)
    WHERE deleted_at IS NULL;
CREATE INDEX IF NOT EXISTS squeezed ON app.item (app.squeeze(code));
CREATE INDEX ON app.item (lower(code), upper(code), (code || code), (id + 1));
CREATE INDEX ON app.item (lower(code), lower(code));
CREATE INDEX ON app.item USING gin (tags);
CREATE UNIQUE INDEX ON app.summary (code);
CREATE STATISTICS app.related (dependencies) ON id, code FROM app.item;
CREATE STATISTICS lengths ON (length(code)), id FROM app.item;
ALTER STATISTICS lengths SET STATISTICS 100;
DROP STATISTICS lengths;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_concurrent', 'CREATE INDEX CONCURRENTLY slowly ON app.item (id)');
:dependencies('003');
SELECT action FROM migrate_register('004_lost', $$
CREATE INDEX ON missing_table (id);
CREATE INDEX ON app.item (missing_column);
CREATE INDEX ON app.item (missing_function(code));
CREATE INDEX ON app.item (id) WHERE missing_column;
CREATE INDEX ON app.item (id) INCLUDE (missing_column);
CREATE INDEX ON app.item USING missing_method (id);
CREATE INDEX ON app.item (id missing_ops);
CREATE INDEX ON app.item (id) TABLESPACE missing_space;
CREATE STATISTICS s ON id, missing_column FROM app.item;
CREATE STATISTICS missing_schema.s ON id, code FROM missing_table;
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
SELECT indexrelid::regclass FROM pg_index WHERE indrelid IN ('app.item'::regclass, 'app.summary'::regclass) ORDER BY indexrelid;
ROLLBACK;
DROP EXTENSION pg_strata;
