-- RENAME and SET SCHEMA: the object lives on under its new name, and the old one is gone.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE SCHEMA other;
CREATE TABLE app.item (id int PRIMARY KEY, code text UNIQUE, CONSTRAINT ok CHECK (id > 0));
CREATE INDEX by_code ON app.item (code);
CREATE VIEW app.v AS SELECT id FROM app.item;
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE app.mood AS ENUM ('sad');
CREATE SEQUENCE app.s;
$$);
SELECT action FROM migrate_register('002_rename', $$
ALTER TABLE app.item RENAME TO thing;
ALTER TABLE app.thing RENAME COLUMN code TO name;
ALTER TABLE app.thing RENAME CONSTRAINT ok TO fine;
ALTER TABLE app.thing RENAME CONSTRAINT item_code_key TO thing_name_key;
ALTER INDEX app.by_code RENAME TO by_name;
ALTER INDEX app.item_pkey RENAME TO thing_pkey;
ALTER VIEW app.v RENAME TO w;
ALTER VIEW app.w RENAME COLUMN id TO number;
ALTER TABLE IF EXISTS app.never_there RENAME TO x;
ALTER FUNCTION app.f(int) RENAME TO g;
ALTER TYPE app.mood RENAME TO humour;
ALTER TABLE app.thing SET SCHEMA other;
ALTER VIEW app.w SET SCHEMA other;
ALTER FUNCTION app.g(int) SET SCHEMA other;
ALTER TYPE app.humour SET SCHEMA other;
ALTER SEQUENCE app.s SET SCHEMA other;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_new_names', $$
SELECT id, name FROM other.thing;
SELECT number FROM other.w;
SELECT other.g(1), app.f('x'), 'sad'::other.humour, nextval('other.s');
ALTER TABLE other.thing DROP CONSTRAINT thing_pkey, DROP CONSTRAINT fine, DROP CONSTRAINT thing_name_key;
DROP INDEX other.by_name;
CREATE TABLE app.item (id int);
$$);
:dependencies('003');
SELECT action FROM migrate_register('004_old_names', $$
SELECT id FROM app.thing;
SELECT code FROM other.thing;
SELECT id FROM other.w;
SELECT app.g(1), 'sad'::app.mood, nextval('app.s');
ALTER TABLE other.thing DROP CONSTRAINT ok;
DROP INDEX app.by_code;
ALTER TABLE missing_table RENAME TO x;
ALTER TABLE other.thing RENAME COLUMN missing_column TO x;
ALTER TABLE other.thing RENAME CONSTRAINT missing_constraint TO x;
ALTER TABLE other.thing SET SCHEMA missing_schema;
ALTER FUNCTION missing_function() RENAME TO x;
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('3');
ROLLBACK;
DROP EXTENSION pg_strata;
