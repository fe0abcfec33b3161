-- DROP, and DROP followed by CREATE.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id serial PRIMARY KEY, code text UNIQUE);
CREATE TABLE app.other (id int);
CREATE INDEX by_code ON app.item (code);
CREATE VIEW app.v AS SELECT id FROM app.item;
CREATE FUNCTION app.f(int) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION app.f(text) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE TYPE app.mood AS ENUM ('sad');
$$);
SELECT action FROM migrate_register('002_drop', $$
DROP VIEW app.v;
DROP INDEX app.by_code;
DROP TABLE app.item, app.other;
DROP TABLE IF EXISTS app.item, app.never_there CASCADE;
DROP FUNCTION app.f(int);
DROP TYPE app.mood CASCADE;
CREATE TABLE app.item (number int);
CREATE TYPE app.mood AS ENUM ('glad');
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_after', $$
SELECT number, 'glad'::app.mood FROM app.item;
SELECT app.f('x');
SELECT code FROM app.item;
SELECT 'sad'::app.mood;
SELECT nextval('app.item_id_seq');
SELECT * FROM app.other;
SELECT * FROM app.v;
DROP INDEX app.item_pkey;
DROP FUNCTION app.f(int);
DROP VIEW IF EXISTS app.v;
$$);
:dependencies('003');
-- one by one, each with what it lacks
SELECT action FROM migrate_register('004_lost', $$
DROP TABLE missing_table;
DROP VIEW missing_view;
DROP MATERIALIZED VIEW missing_view;
DROP INDEX missing_index;
DROP SEQUENCE missing_sequence;
DROP TYPE missing_type;
DROP DOMAIN missing_domain;
DROP SCHEMA missing_schema;
DROP FUNCTION missing_function;
DROP PROCEDURE missing_procedure(int);
DROP ROUTINE missing_routine;
DROP AGGREGATE missing_aggregate(int);
DROP OPERATOR === (int, int);
DROP CAST (app.mood AS int);
DROP COLLATION missing_collation;
DROP EXTENSION missing_extension;
DROP ROLE missing_role;
DROP SERVER missing_server;
DROP OPERATOR CLASS missing_class USING btree;
DROP TEXT SEARCH CONFIGURATION missing_configuration;
DROP PUBLICATION missing_publication;
DROP FOREIGN TABLE missing_foreign_table;
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
