-- ALTER TABLE: what it adds, changes and takes away.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.owner (id int PRIMARY KEY);
CREATE TABLE app.item (id int, code text, size int, CONSTRAINT small CHECK (size < 10), CONSTRAINT ready CHECK (true) NOT VALID);
CREATE UNIQUE INDEX item_code ON app.item (code);
CREATE UNIQUE INDEX item_size ON app.item (size);
CREATE FUNCTION app.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE TRIGGER noted AFTER INSERT ON app.item EXECUTE FUNCTION app.note();
$$);
SELECT action FROM migrate_register('002_alter', $$
ALTER TABLE app.item ADD COLUMN owner_id int DEFAULT 0 CHECK (owner_id >= 0) REFERENCES app.owner;
ALTER TABLE app.item ADD COLUMN IF NOT EXISTS stamp timestamptz DEFAULT now() UNIQUE, ADD serial_no serial;
ALTER TABLE app.item
    ADD PRIMARY KEY (id),
    ADD CONSTRAINT by_code UNIQUE USING INDEX item_code,
    ADD CONSTRAINT item_size UNIQUE USING INDEX item_size,
    ADD CHECK (size > 0 AND id > 0),
    ADD FOREIGN KEY (size) REFERENCES app.owner (id) NOT VALID;
ALTER TABLE app.item VALIDATE CONSTRAINT ready, DROP CONSTRAINT small, DROP CONSTRAINT IF EXISTS never_there CASCADE;
ALTER TABLE app.item
    ALTER COLUMN size TYPE bigint USING size + id,
    ALTER COLUMN size SET DEFAULT 5,
    ALTER COLUMN size SET NOT NULL,
    ALTER COLUMN size SET STATISTICS 100,
    ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY,
    ALTER COLUMN code SET STORAGE external;
ALTER TABLE app.item ALTER COLUMN id DROP IDENTITY;
ALTER TABLE app.item DROP COLUMN stamp, DROP COLUMN IF EXISTS never_there;
ALTER TABLE app.item ENABLE ROW LEVEL SECURITY, DISABLE TRIGGER noted, CLUSTER ON by_code, SET (fillfactor = 50),
    REPLICA IDENTITY FULL, OWNER TO CURRENT_USER;
ALTER TABLE IF EXISTS never_there ADD COLUMN x int;
-- a column of the same statement, in the server's order of things
ALTER TABLE app.item ADD UNIQUE (late), ADD COLUMN late int;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
ALTER TABLE missing_table ADD COLUMN x int;
ALTER TABLE app.item ADD COLUMN y missing_type;
ALTER TABLE app.item ALTER COLUMN missing_column SET NOT NULL;
ALTER TABLE app.item DROP COLUMN missing_column;
ALTER TABLE app.item DROP COLUMN stamp;
ALTER TABLE app.item DROP CONSTRAINT missing_constraint;
ALTER TABLE app.item VALIDATE CONSTRAINT missing_constraint;
ALTER TABLE app.item ADD UNIQUE (missing_column);
ALTER TABLE app.item ADD CONSTRAINT k UNIQUE USING INDEX missing_index;
ALTER TABLE app.item ADD FOREIGN KEY (size) REFERENCES missing_table (id);
ALTER TABLE app.item OWNER TO missing_role;
ALTER TABLE app.item ENABLE TRIGGER missing_trigger;
ALTER TABLE app.item INHERIT missing_table;
ALTER TABLE app.item CLUSTER ON missing_index;
ALTER TABLE app.item REPLICA IDENTITY USING INDEX missing_index;
ALTER TABLE app.item SET TABLESPACE missing_space;
$$);
:dependencies('003');
-- other relations
SELECT action FROM migrate_register('004_kin', $$
CREATE VIEW app.v AS SELECT id FROM app.owner;
CREATE MATERIALIZED VIEW app.m AS SELECT id FROM app.owner;
ALTER VIEW app.v ALTER COLUMN id SET DEFAULT 1;
ALTER VIEW app.v SET (security_barrier);
ALTER MATERIALIZED VIEW app.m ALTER COLUMN id SET STATISTICS 10;
ALTER INDEX app.owner_pkey SET (fillfactor = 50);
ALTER TABLE app.v OWNER TO CURRENT_USER;
CREATE TYPE app.pair AS (x int);
ALTER TYPE app.pair ADD ATTRIBUTE y int, ALTER ATTRIBUTE x TYPE bigint;
ALTER TYPE app.pair DROP ATTRIBUTE x CASCADE;
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
SELECT migration, status FROM migrate_apply(only_these => '{4}');
ROLLBACK;
DROP EXTENSION pg_strata;
