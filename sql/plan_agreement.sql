-- What the server runs is not blocked, and what it refuses for an object that is missing or there already is.
CREATE EXTENSION pg_strata;
BEGIN;
SET LOCAL client_min_messages = warning;
CREATE FUNCTION planned(script text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE planned text; state text := '00000';
BEGIN
    PERFORM migrate_register('1_script', script);
    SELECT action INTO planned FROM migrate_plan();
    PERFORM migrate_unregister('1_script');
    BEGIN
        EXECUTE script;
    EXCEPTION WHEN OTHERS THEN state := SQLSTATE;
    END;
    RETURN CASE WHEN (planned = 'apply') = (state = '00000') THEN 'agrees' ELSE planned || ', but ' || state END;
END $$;
\t on
-- procedures: their output arguments count
SELECT planned('CREATE PROCEDURE p(a int, OUT b int) LANGUAGE plpgsql AS ''BEGIN b := a; END''');
SELECT planned('CREATE PROCEDURE any_p(INOUT a anyelement, OUT b anyelement) LANGUAGE sql AS ''SELECT $1, $1''');
SELECT planned('CALL p(1, null)');
SELECT planned('CALL any_p(1, null)');
SELECT planned('CALL p(1)');
SELECT planned('COMMENT ON PROCEDURE p(IN int, OUT int) IS ''x''');
SELECT planned('DROP PROCEDURE p(int, int)');
-- what belongs to the system
SELECT planned('GRANT SELECT ON pg_proc TO PUBLIC');
SELECT planned('REVOKE ALL ON FUNCTION int8(integer) FROM PUBLIC');
SELECT planned('GRANT EXECUTE ON FUNCTION int8(integer), pg_sleep TO PUBLIC');
SELECT planned('GRANT EXECUTE ON FUNCTION int8(json) TO PUBLIC');
SELECT planned('COMMENT ON TYPE int4 IS ''four bytes''');
SELECT planned('COMMENT ON COLUMN pg_class.relname IS ''x''');
SELECT planned('ALTER FUNCTION abs(integer) COST 1');
SELECT planned('CREATE TABLE moving (id int)');
SELECT planned('GRANT SELECT (tableoid, id) ON moving TO PUBLIC');
SELECT planned('ALTER TABLE moving SET SCHEMA pg_catalog; INSERT INTO moving VALUES (1)');
SELECT planned('DROP TABLE moving');
SELECT planned('DROP TABLE moving');
-- CREATE SCHEMA takes its elements in an order of its own
SELECT planned($$CREATE SCHEMA s1 GRANT SELECT ON t TO PUBLIC CREATE VIEW v AS SELECT id FROM t
    CREATE UNIQUE INDEX ON t (id) CREATE TABLE t (id int DEFAULT nextval('q')) CREATE SEQUENCE q$$);
SELECT planned('CREATE SCHEMA s2 CREATE TABLE b (a int REFERENCES a) CREATE TABLE a (a int PRIMARY KEY)');
SELECT planned('CREATE SCHEMA s2 CREATE VIEW v AS SELECT id FROM t');
-- composite types
SELECT planned('CREATE TYPE pair AS (x int, y text)');
SELECT planned('CREATE TABLE pairs (LIKE pair INCLUDING ALL, z int)');
SELECT planned('CREATE INDEX ON pairs (x)');
SELECT planned('CREATE INDEX ON pairs (w)');
SELECT planned('COMMENT ON COLUMN pair.x IS ''x''');
SELECT planned('COMMENT ON COLUMN pair.w IS ''x''');
SELECT planned('ALTER TYPE pair ADD ATTRIBUTE w int');
SELECT planned('ALTER TYPE pair DROP ATTRIBUTE w, ALTER ATTRIBUTE x TYPE bigint');
SELECT planned('ALTER TYPE pair RENAME ATTRIBUTE w TO u');
-- USING sees the columns that the same statement drops
SELECT planned('CREATE TABLE u (a int, b int, c int)');
SELECT planned('ALTER TABLE u DROP COLUMN b, ALTER a TYPE text USING (a + b)');
SELECT planned('ALTER TABLE u DROP COLUMN c, ADD CHECK (c > 0)');
-- a constraint merges with one that came from a parent
SELECT planned('CREATE TABLE parent (a int, CONSTRAINT positive CHECK (a > 0))');
SELECT planned('CREATE TABLE child () INHERITS (parent)');
SELECT planned('ALTER TABLE child ADD CONSTRAINT positive CHECK (a > 0)');
SELECT planned('ALTER TABLE child ADD CONSTRAINT positive CHECK (a > 0)');
-- NOT NULL has a name since 18
SELECT planned('CREATE TABLE filled (a int NOT NULL, b int PRIMARY KEY, c int CONSTRAINT has_c NOT NULL)');
SELECT planned('COMMENT ON CONSTRAINT filled_a_not_null ON filled IS ''x''');
SELECT planned('ALTER TABLE filled RENAME CONSTRAINT has_c TO with_c');
SELECT planned('ALTER TABLE filled DROP CONSTRAINT filled_a_not_null');
SELECT planned('ALTER TABLE filled ADD CONSTRAINT filled_a_not_null CHECK (a IS NOT NULL)');
SELECT planned('ALTER TABLE filled DROP CONSTRAINT filled_a_not_null');
SELECT planned('CREATE TABLE twice (a int CONSTRAINT n NOT NULL CONSTRAINT n NOT NULL)');
-- the type of arrays makes way
SELECT planned('CREATE TABLE thing (a int); CREATE TYPE _thing AS (b int)');
SELECT planned('CREATE TYPE _thing AS (b int)');
SELECT planned('CREATE TABLE thing2 (a int)');
SELECT planned('CREATE TABLE _thing2 (a int)');
-- constraints of domains
SELECT planned('CREATE DOMAIN natural_number AS int CONSTRAINT ok CHECK (VALUE >= 0) CHECK (VALUE < 1000)');
SELECT planned('ALTER DOMAIN natural_number DROP CONSTRAINT never_there');
SELECT planned('ALTER DOMAIN natural_number DROP CONSTRAINT IF EXISTS never_there');
SELECT planned('COMMENT ON CONSTRAINT never_there ON DOMAIN natural_number IS ''x''');
SELECT planned('COMMENT ON CONSTRAINT ok ON DOMAIN natural_number IS ''x''');
SELECT planned('ALTER DOMAIN natural_number DROP CONSTRAINT natural_number_check');
SELECT planned('ALTER DOMAIN natural_number VALIDATE CONSTRAINT natural_number_check');
-- a column takes its sequence along
SELECT planned('CREATE TABLE numbered (a serial, b int GENERATED ALWAYS AS IDENTITY, c int)');
SELECT planned('CREATE SEQUENCE loose; ALTER SEQUENCE loose OWNED BY numbered.c');
SELECT planned('ALTER TABLE numbered RENAME a TO first; ALTER TABLE numbered DROP COLUMN first');
SELECT planned('SELECT nextval(''numbered_a_seq'')');
SELECT planned('ALTER TABLE numbered DROP COLUMN b; CREATE SEQUENCE numbered_b_seq');
SELECT planned('ALTER TABLE numbered DROP COLUMN c');
SELECT planned('ALTER SEQUENCE loose RESTART');
SELECT planned('CREATE SEQUENCE loose');
-- a table and a type cannot share a name
SELECT planned('CREATE TYPE mood AS ENUM (''good'')');
SELECT planned('CREATE TABLE mood ()');
-- partitions and children go with their parent, or part with it
SELECT planned('CREATE TABLE whole (a int, b int) PARTITION BY RANGE (a); CREATE TABLE part (b int, a int, UNIQUE (b));
    ALTER TABLE whole ATTACH PARTITION part FOR VALUES FROM (1) TO (2); DROP TABLE whole; CREATE TABLE part (x int)');
SELECT planned('CREATE TABLE whole (a int UNIQUE, b int) PARTITION BY RANGE (a);
    CREATE TABLE part2 (b int, a int); ALTER TABLE whole ATTACH PARTITION part2 FOR VALUES FROM (1) TO (2)');
SELECT planned('DROP TABLE whole; CREATE TABLE part2 (x int); DROP TABLE part2');
SELECT planned('CREATE TABLE whole (a int UNIQUE, b int) PARTITION BY RANGE (a);
    CREATE TABLE part2 (b int, a int); ALTER TABLE whole ATTACH PARTITION part2 FOR VALUES FROM (1) TO (2);
    ALTER TABLE whole DETACH PARTITION part2; DROP TABLE whole;
    ALTER TABLE part2 DROP CONSTRAINT part2_a_key; SELECT a FROM part2');
SELECT planned('DROP TABLE whole');
SELECT planned('CREATE TABLE whole (a int) PARTITION BY LIST (a); CREATE TABLE one PARTITION OF whole FOR VALUES IN (1)');
SELECT planned('DROP TABLE whole; DROP TABLE one');
SELECT planned('DROP TABLE whole, one');
SELECT planned('CREATE TABLE elder (a int); CREATE TABLE younger (a int); ALTER TABLE younger INHERIT elder;
    DROP TABLE elder CASCADE; CREATE TABLE younger (b int)');
SELECT planned('CREATE TYPE row_type AS (a int); CREATE TABLE typed OF row_type; DROP TYPE row_type CASCADE;
    CREATE TABLE typed (b int)');
-- a range takes its multirange and their constructors along
SELECT planned('CREATE TYPE span AS RANGE (subtype = int); DROP TYPE span; CREATE TYPE span AS RANGE (subtype = int)');
SELECT planned('CREATE TYPE span_multirange AS (x int)');
SELECT planned('SELECT span(1, 2)');
SELECT planned('DROP TYPE span; SELECT span(1, 2)');
SELECT planned('DROP TYPE span; CREATE TYPE span_multirange AS (x int);
    CREATE FUNCTION span(int, int) RETURNS int LANGUAGE sql AS ''SELECT 1''');
-- the sequence of an identity goes with it
SELECT planned('CREATE TABLE known (a int GENERATED BY DEFAULT AS IDENTITY); ALTER TABLE known ALTER a DROP IDENTITY;
    CREATE SEQUENCE known_a_seq');
-- the elements of a new schema see the path in force
SELECT planned('CREATE SCHEMA s3 CREATE TABLE only_here (a int)');
SET LOCAL search_path = public, s3;
SELECT planned('CREATE SCHEMA s4 CREATE VIEW v AS SELECT a FROM only_here');
RESET search_path;
SELECT planned('CREATE SCHEMA s5 CREATE VIEW v AS SELECT a FROM only_here');
\t off
-- how it is said
SELECT action FROM migrate_register('1_mood', 'CREATE TABLE mood ()');
SELECT action FROM migrate_register('2_thing', 'CREATE TYPE thing AS ENUM ()');
SELECT action FROM migrate_register('3_made', 'CREATE TABLE made (a int, d date)');
SELECT action FROM migrate_register('4_dropped', 'DROP TABLE made');
SELECT action FROM migrate_register('5_anew', 'CREATE TABLE made (a int)');
SELECT action FROM migrate_register('6_index', 'CREATE INDEX ON made (d)');
SELECT action FROM migrate_register('7_call', 'DROP FUNCTION f(int, bool, varchar, timestamptz[], app.int4)');
SELECT action FROM migrate_register('8_later', $$
CREATE FUNCTION first_one() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN second_one(); END';
CREATE FUNCTION second_one() RETURNS int LANGUAGE sql AS 'SELECT 2'$$);
SELECT action FROM migrate_register('9_transition', $$
CREATE TABLE noted (a int);
CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM a FROM new_rows; PERFORM a FROM nothing; END';
CREATE TRIGGER note AFTER INSERT ON noted REFERENCING NEW TABLE AS new_rows EXECUTE FUNCTION note();
$$);
SELECT migration, action, note FROM migrate_plan();
SELECT object FROM migrate_dependencies('7');
ROLLBACK;
DROP EXTENSION pg_strata;
