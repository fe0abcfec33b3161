-- Sequences: made, owned, used.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, number serial);
CREATE SEQUENCE app.ids AS bigint START 100 OWNED BY app.item.id;
CREATE SEQUENCE IF NOT EXISTS loose;
CREATE TEMPORARY SEQUENCE scratch;
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_use', $$
ALTER TABLE app.item ALTER COLUMN id SET DEFAULT nextval('app.ids');
ALTER SEQUENCE app.ids RESTART 5 OWNED BY NONE;
ALTER SEQUENCE IF EXISTS never_there OWNED BY app.item.never_there;
ALTER SEQUENCE loose OWNED BY app.item.number;
SELECT setval('app.item_number_seq', 10), currval('app.ids'::regclass), nextval('"loose"');
ALTER SEQUENCE app.ids OWNER TO CURRENT_USER;
ALTER SEQUENCE app.ids RENAME TO numbers;
ALTER SEQUENCE app.numbers SET SCHEMA public;
COMMENT ON SEQUENCE numbers IS 'x';
GRANT USAGE ON SEQUENCE numbers TO CURRENT_USER;
ALTER TABLE app.item DROP COLUMN number;
DROP SEQUENCE numbers CASCADE;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE SEQUENCE missing_schema.s;
CREATE SEQUENCE x1 OWNED BY missing_table.id;
CREATE SEQUENCE x2 OWNED BY app.item.missing_column;
ALTER SEQUENCE missing_sequence RESTART;
SELECT nextval('missing_sequence');
SELECT nextval('app.item_number_seq');
DROP SEQUENCE app.ids;
$$);
:dependencies('003');
DROP EXTENSION pg_strata;
