-- The guard, functions and procedures; late needs of their bodies.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_functions', $$
CREATE FUNCTION add_up(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b';
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE PROCEDURE tidy(text[]) LANGUAGE sql AS 'SELECT 1'$$);
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_later', $$
CREATE TABLE later (id int, note text);
CREATE FUNCTION soon(x int, y text DEFAULT '') RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION on_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'$$);
CREATE TABLE t (id int);

-- missing
CREATE TRIGGER x BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION on_change();
CREATE INDEX ON t (soon(id));
CREATE TABLE d (id int DEFAULT soon(1, 'x'));
DROP FUNCTION soon(int, text);
ALTER FUNCTION soon OWNER TO CURRENT_USER;
-- PostgreSQL's own: no such number of arguments is registered, no such types
CREATE INDEX ON t (soon(id, '', 1));
DROP FUNCTION soon(int, int);

-- taken away or renamed, by the types that tell it apart
DROP FUNCTION add_up(int, int);
DROP FUNCTION add_up(integer, int4);
DROP FUNCTION add_up;
DROP ROUTINE add_up(int, int);
DROP PROCEDURE tidy(text[]);
ALTER FUNCTION add_up(int, int) RENAME TO sum_up;
CREATE SCHEMA other;
ALTER FUNCTION touch() SET SCHEMA other;
CREATE FUNCTION add_up(a text, b text) RETURNS text LANGUAGE sql AS 'SELECT a || b';
DROP FUNCTION add_up(text, text);
DROP FUNCTION add_up;
-- replaced or altered: a change; an overload is none
CREATE OR REPLACE FUNCTION add_up(a int, b int) RETURNS int LANGUAGE sql AS 'SELECT a + b + 0';
CREATE OR REPLACE FUNCTION add_up(a text, b text) RETURNS text LANGUAGE sql AS 'SELECT a || b';
ALTER FUNCTION add_up(int, int) COST 2;
SELECT finding, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;

-- late needs warn: PostgreSQL says nothing until the function runs
CREATE FUNCTION counts() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM later); END $$;
CREATE FUNCTION inserts() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF now() > '2000-01-01' THEN
        INSERT INTO later VALUES (1, 'x');
    END IF;
    EXECUTE 'DELETE FROM later';
    PERFORM soon(1);
END $$;
CREATE OR REPLACE PROCEDURE does() LANGUAGE plpgsql AS $$ BEGIN UPDATE later SET id = 2; END $$;
-- what nobody provides is nobody's; what the body has itself is not needed
CREATE FUNCTION own() RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    CREATE TEMP TABLE IF NOT EXISTS later (id int);
    RETURN (WITH soon AS (SELECT 1) SELECT count(*) FROM soon, nobodys);
END $$;
-- a schema that one may not look into is not looked into
CREATE SCHEMA closed;
CREATE ROLE regress_outsider;
GRANT CREATE ON SCHEMA public TO regress_outsider;
SET ROLE regress_outsider;
CREATE FUNCTION looks() RETURNS void LANGUAGE plpgsql AS $$ BEGIN PERFORM closed.soon(1); PERFORM * FROM closed.later; END $$;
DROP FUNCTION looks;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM regress_outsider;
DROP ROLE regress_outsider;
DROP SCHEMA closed;
-- a SQL body is checked by PostgreSQL: the need is hard
CREATE FUNCTION sql_counts() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM later';
CREATE FUNCTION sql_counts() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM later; END;
-- check_function_bodies = off: late needs are met later, as in a restore
SET check_function_bodies = off;
CREATE FUNCTION sql_counts() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM later';
CREATE OR REPLACE FUNCTION counts() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM later); END $$;
-- hard ones are not
CREATE INDEX ON t (soon(id));
DROP FUNCTION touch();
RESET check_function_bodies;
-- once it is there nothing is said
SELECT status FROM migrate_apply();
CREATE OR REPLACE FUNCTION counts() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM later); END $$;
DROP EXTENSION pg_strata;
DROP TABLE t, later;
DROP SCHEMA other;
DROP FUNCTION add_up(int, int), add_up(text, text), touch, soon, on_change, counts, inserts, own, sql_counts;
DROP PROCEDURE tidy, does;
