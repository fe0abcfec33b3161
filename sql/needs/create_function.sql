-- CREATE FUNCTION and CREATE PROCEDURE: arguments, options, and how strongly bodies count.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, code text);
CREATE TYPE app.pair AS (x int, y int);
CREATE DOMAIN app.positive AS int CHECK (VALUE > 0);
CREATE FUNCTION app.start() RETURNS int LANGUAGE sql AS 'SELECT 1';
$$);
SELECT action FROM migrate_register('002_signatures', $$
CREATE FUNCTION app.f1(a int, b app.positive DEFAULT app.start(), OUT c text, INOUT d app.pair DEFAULT NULL)
    LANGUAGE plpgsql AS 'BEGIN END';
CREATE OR REPLACE FUNCTION app.f2(VARIADIC parts text[]) RETURNS SETOF app.item LANGUAGE sql AS
$body$
    SELECT id, code
    FROM app.item
$body$;
CREATE FUNCTION f3(app.item.code%TYPE) RETURNS TABLE (id int, p app.pair) LANGUAGE plpgsql AS 'BEGIN END';
CREATE PROCEDURE p1(a int, OUT b int) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION f4() RETURNS int LANGUAGE sql STABLE STRICT COST 10 SET work_mem = '1MB' AS 'SELECT app.start()';
CREATE FUNCTION f5(a int) RETURNS int RETURN a + app.start();
CREATE PROCEDURE p2(a int) BEGIN ATOMIC
    INSERT INTO app.item VALUES (a, 'x');
    SELECT code FROM app.item WHERE id = a;
END;
CREATE FUNCTION f6(anyelement) RETURNS anyelement LANGUAGE sql AS 'SELECT $1';
CALL p2(7);
ALTER FUNCTION f4() STABLE;
ALTER ROUTINE f5 OWNER TO CURRENT_USER;
DROP FUNCTION f3(text), app.f2;
DROP PROCEDURE p1(int);
$$);
:dependencies('002');
-- a checked body is as hard as a view; others are met when they run
SELECT action FROM migrate_register('003_bodies', $$
CREATE FUNCTION b1() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM missing_table';
CREATE FUNCTION b2() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM missing_table);
CREATE FUNCTION b3(anyelement) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM missing_table';
CREATE FUNCTION b4() RETURNS bigint LANGUAGE plpgsql AS $body$
BEGIN
    RETURN (SELECT count(*)
            FROM missing_table);
END
$body$;
SET check_function_bodies = off;
CREATE FUNCTION b5() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM missing_table';
RESET check_function_bodies;
CREATE FUNCTION b6() RETURNS bigint LANGUAGE sql SET search_path = app AS 'SELECT count(*) FROM item';
CREATE FUNCTION b7() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM item';
CREATE FUNCTION b8(code text) RETURNS int LANGUAGE sql AS 'SELECT id FROM app.item i WHERE i.code = b8.code AND nothing = 1';
CREATE FUNCTION b9() RETURNS int LANGUAGE missing_language AS 'whatever';
$$);
:dependencies('003');
SELECT action FROM migrate_register('004_lost', $$
CREATE FUNCTION missing_schema.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION c1(missing_type) RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION c2() RETURNS missing_type LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION c3() RETURNS TABLE (x missing_type) LANGUAGE plpgsql AS 'BEGIN END';
CREATE FUNCTION c4(x int DEFAULT missing_function()) RETURNS int LANGUAGE sql AS 'SELECT 1';
CALL missing_procedure(1, 2);
DROP FUNCTION missing_function(int);
DROP FUNCTION IF EXISTS missing_function(int);
ALTER FUNCTION missing_function(int) IMMUTABLE;
DROP FUNCTION app.start(int);
$$);
:dependencies('004');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
