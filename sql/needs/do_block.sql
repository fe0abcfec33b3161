-- DO blocks run at once: how sure what they do is depends on where it stands.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;
SELECT * FROM reading($$DO 'DECLARE
    a app.mood; b t0.x%TYPE;
BEGIN
    CREATE TABLE made (id int);
    ALTER TABLE t1 ADD COLUMN x int;
    DROP TABLE t2;
    INSERT INTO made SELECT x FROM t3;
    PERFORM set_config(''search_path'', ''app'', false);
    PERFORM 1 FROM t4;
END'$$);
-- branches
SELECT * FROM reading($$DO '
BEGIN
    IF NOT EXISTS (SELECT 1 FROM asked) THEN
        CREATE TABLE perhaps (id int);
    ELSIF f() THEN
        DROP TABLE maybe;
    ELSE
        ALTER TABLE also RENAME TO otherwise;
    END IF;
    CASE WHEN g() THEN CREATE INDEX i ON t (x); END CASE;
    FOR r IN SELECT * FROM listed LOOP
        INSERT INTO looped VALUES (1);
    END LOOP;
    CREATE VIEW certain AS SELECT 1 AS one;
END'$$);
-- behind a RETURN that may have been met, and behind an EXIT from a block
SELECT * FROM reading($$DO '
BEGIN
    LOOP EXIT; END LOOP;
    PERFORM 1 FROM before_it;
    IF f() THEN RETURN; END IF;
    PERFORM 1 FROM behind_it;
END'$$);
SELECT * FROM reading($$DO '
<<block>>
BEGIN
    <<l>> LOOP EXIT l; END LOOP;
    PERFORM 1 FROM before_it;
    EXIT block WHEN f();
    PERFORM 1 FROM behind_it;
END'$$);
-- blocks with a handler, and what stands before and behind them
SELECT * FROM reading($$DO '
BEGIN
    CREATE TYPE one AS ENUM (''a'');
    BEGIN
        CREATE TYPE two AS ENUM (''b'');
        PERFORM 1 FROM tried;
    EXCEPTION WHEN duplicate_object THEN
        PERFORM 1 FROM handled;
    END;
    CREATE TYPE three AS ENUM (''c'');
END'$$);
SELECT * FROM reading($$DO 'BEGIN DO ''BEGIN CREATE TABLE within (id int); END''; IF true THEN DO ''BEGIN DROP TABLE t; END''; END IF; END'$$);
-- variables hide columns, in queries alone
SELECT * FROM reading($$DO 'DECLARE x int; BEGIN
    UPDATE t SET a = x, b = y WHERE t.c = z;
    CREATE TABLE made (d int CHECK (e > 0));
    CREATE INDEX ON t (f) WHERE g;
END'$$);
-- lines are those of the script
SELECT * FROM reading($$SELECT 1;

DO LANGUAGE plpgsql $body$
BEGIN
    -- a comment
    PERFORM
        1
    FROM sixth, seventh.t;
    EXECUTE 'SELECT 1
        FROM tenth';
END
$body$;$$);
SELECT * FROM reading('DO $$ this is nothing $$');
SELECT * FROM reading('DO LANGUAGE plperl $$ nor is this $$');
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
