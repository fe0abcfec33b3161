-- Strings given to EXECUTE, as far as they can be read.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;
CREATE FUNCTION executing(statements text, declared text DEFAULT '') RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE sql AS $$ SELECT * FROM reading(format('DO %L', 'DECLARE ' || declared || ' BEGIN ' || statements || ' END')) $$;
-- literals and what they are put together with
SELECT * FROM executing($$EXECUTE 'CREATE TABLE t (id int); INSERT INTO u SELECT x FROM v';$$);
SELECT * FROM executing($$EXECUTE $q$TABLE t$q$; EXECUTE E'TABLE\tu'; EXECUTE ('TABLE ' || 'v');$$);
SELECT * FROM executing($$EXECUTE 'SELECT ''' || 'it' || ''' FROM ' || quote_ident('Odd') || ' WHERE x = ' || quote_literal('o''clock');$$);
SELECT * FROM executing($$EXECUTE concat('TABLE ', 'app.', 'a', 1);$$);
SELECT * FROM executing($$EXECUTE format('ALTER TABLE %I.%I ADD COLUMN %s int DEFAULT %L', 'app', 'Order', 'n', 1);$$);
SELECT * FROM executing($$EXECUTE format('SELECT %2$s, %1$L, 100 %% 7 FROM %3$I', 'a', 'b', 'c');$$);
-- parts that are not known: what has no such name is read
SELECT * FROM executing($$EXECUTE format('GRANT SELECT ON %I TO reader', name);$$);
SELECT * FROM executing($$EXECUTE 'CREATE INDEX ' || quote_ident(name) || ' ON t (x)';$$);
SELECT * FROM executing($$EXECUTE 'CREATE TABLE part_' || day || ' PARTITION OF whole DEFAULT';$$);
SELECT * FROM executing($$EXECUTE 'DELETE FROM t WHERE note = ''' || note || '''';$$);
SELECT * FROM executing($$EXECUTE 'SELECT a FROM t ORDER BY ' || direction;$$);
SELECT * FROM executing($$EXECUTE 'SELECT a FROM t ORDER BY a ' || direction;$$);
SELECT * FROM executing($$EXECUTE 'SELECT * FROM ' || name;$$);
-- nothing is known
SELECT * FROM executing($$EXECUTE command; EXECUTE format('%s', command) USING 1; EXECUTE 'ALTER TABLE t ' || clause;$$);
SELECT * FROM executing($$EXECUTE (SELECT string_agg(definition, ';') FROM commands WHERE long_enough_to_be_cut AND ' behind the eightieth');$$);
-- variables with a value that is known
SELECT * FROM executing($$EXECUTE command; command := command || ' WHERE x'; EXECUTE command;$$, $$command text := 'DELETE FROM t';$$);
SELECT * FROM executing($$EXECUTE format('TABLE %I.%I', schema, name);$$, $$schema CONSTANT text = 'app'; name text DEFAULT 't';$$);
SELECT * FROM executing($$IF f() THEN command := 'TABLE other'; EXECUTE command; END IF; EXECUTE command;$$, $$command text := 'TABLE t';$$);
SELECT * FROM executing($$SELECT definition INTO command FROM commands; EXECUTE command;$$, $$command text := 'TABLE t';$$);
SELECT * FROM executing($$FOR command IN SELECT 1 LOOP EXECUTE command; END LOOP;$$, $$command text := 'TABLE t';$$);
-- what may or may not be there, twice: each of both is met
SELECT * FROM executing($$EXECUTE 'GRANT SELECT ON t TO ' || coalesce(current_setting('a', true), 'anon') || ', ' || coalesce(current_setting('b', true), 'boss');$$);
-- in a branch it stays dynamic; variables cannot be seen in it
SELECT * FROM executing($$IF f() THEN EXECUTE 'SELECT x FROM t'; END IF;$$, 'x int;');
-- it is no SQL
SELECT * FROM executing($$EXECUTE 'DROP TABEL t';$$);
-- more and longer texts than can be followed
SET statement_timeout = '10s';
SELECT * FROM executing(repeat('FOR i IN 1..2 LOOP ', 20) || $$command := command || 'x';$$ || repeat('END LOOP;', 20) || 'EXECUTE command;', $$command text := 'TABLE t';$$);
SELECT * FROM executing(repeat('WHILE f() LOOP command := command || i;', 20) || repeat('END LOOP;', 20) || 'EXECUTE command;', $$command text := 'TABLE t'; i text := 'x';$$);
SELECT * FROM executing(repeat($$command := replace(command, 'T', 'TABLE T T');$$, 40) || 'EXECUTE command;', $$command text := 'TABLE T';$$);
SELECT * FROM executing(repeat('command := quote_literal(command);', 40) || $$EXECUTE 'SELECT x FROM t WHERE note = ' || command;$$, $$command text := '''';$$);
SELECT * FROM executing(repeat('command := concat(command, command);', 2000) || 'EXECUTE command;', $$command text := 'TABLE t';$$);
WITH RECURSIVE strings(depth, statements) AS (
    SELECT 0, $$EXECUTE 'TABLE t';$$
    UNION ALL
    SELECT depth + 1, format('command := $c%1$s$DO $d%1$s$ DECLARE command text; BEGIN %2$s END $d%1$s$ $c%1$s$;', depth, statements) ||
        repeat($$command := command || CASE WHEN f() THEN '-- a ' ELSE '-- b ' END;$$, 3) || 'EXECUTE command;'
    FROM strings WHERE depth < 8
)
SELECT count(*) > 0 AS ends FROM strings CROSS JOIN LATERAL executing(statements, 'command text;') WHERE depth = 8 AND strength = 'unread';
RESET statement_timeout;
-- in a function
SELECT * FROM reading($$CREATE FUNCTION f(name text) RETURNS void LANGUAGE plpgsql AS '
BEGIN
    EXECUTE ''SELECT x FROM t'';
    EXECUTE ''CREATE TABLE '' || name || '' (LIKE u)'';
    EXECUTE name;
END'$$);
DROP FUNCTION executing;
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
