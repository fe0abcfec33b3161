-- search_path as the script sets it: names are looked up where the server would look.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA one;
CREATE SCHEMA two;
CREATE TABLE one.t (a int);
CREATE TABLE two.t (b int);
CREATE TABLE two.u (c int);
CREATE FUNCTION two.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
$$);
SELECT action FROM migrate_register('002_set', $$
SET search_path TO one, two;
SELECT a FROM t;
SELECT b FROM t;
SELECT c, f() FROM u;
CREATE TABLE made (id int);
SET LOCAL search_path = two;
SELECT b FROM t;
CREATE INDEX ON t (b);
RESET search_path;
SELECT c FROM u;
SELECT set_config('search_path', 'two, one', false);
SELECT b FROM t;
SELECT id FROM made;
SELECT pg_catalog.set_config('search_path', '', false);
SELECT b FROM t;
SELECT b FROM two.t;
SET search_path TO DEFAULT;
CREATE TABLE at_home (id int);
SET SCHEMA 'two';
SELECT id FROM at_home;
CREATE FUNCTION g() RETURNS int LANGUAGE sql SET search_path = one AS 'SELECT a FROM t';
CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT a FROM t';
SELECT g(), one.g(), two.g();
SET search_path TO "$user", missing_schema, one;
SELECT a FROM t;
$$);
:dependencies('002');
DROP EXTENSION pg_strata;
