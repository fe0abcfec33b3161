-- Strings given to EXECUTE of which only a part is known: what may come from there, and what cannot.
CREATE EXTENSION pg_strata;
CREATE TABLE known (a int);
CREATE FUNCTION register_needs() RETURNS void LANGUAGE sql AS $$
SELECT migrate_register('2_table', 'TABLE made_table');
SELECT migrate_register('2_column', 'SELECT made_column FROM known');
SELECT migrate_register('2_index', 'DROP INDEX made_index');
SELECT migrate_register('2_sequence', 'SELECT nextval(''made_sequence'')');
SELECT migrate_register('2_constraint', 'ALTER TABLE known VALIDATE CONSTRAINT made_constraint');
SELECT migrate_register('2_trigger', 'ALTER TABLE known DISABLE TRIGGER made_trigger');
SELECT migrate_register('2_policy', 'ALTER POLICY made_policy ON known USING (true)');
SELECT migrate_register('2_type', 'SELECT NULL::made_type');
SELECT migrate_register('2_function', 'SELECT made_function()');
SELECT migrate_register('2_role', 'GRANT SELECT ON known TO made_role');
SELECT migrate_register('2_schema', 'DROP SCHEMA made_schema');
$$;
-- What a missing need behind the script is only warned of, since it may come from there; the others block.
CREATE FUNCTION may_come(script text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE kinds text;
BEGIN
    PERFORM migrate_register('1_read', script);
    PERFORM register_needs();
    SELECT coalesce(string_agg(substr(migration, 3), ' ' ORDER BY migration), '') INTO kinds
    FROM migrate_plan() WHERE migration LIKE '2%' AND action <> 'blocked';
    PERFORM migrate_unregister(migration) FROM migrate_status() ORDER BY migration DESC;
    RETURN kinds;
END $$;
CREATE FUNCTION may_come_of(statements text, declared text DEFAULT '') RETURNS text
LANGUAGE sql AS $$ SELECT may_come(format('DO %L', 'DECLARE ' || declared || ' BEGIN ' || statements || ' END')) $$;
SELECT may_come_of($$EXECUTE something;$$) AS anything, may_come_of($$NULL;$$) AS nothing;

-- the first words tell
CREATE FUNCTION openings(VARIADIC texts text[]) RETURNS TABLE (text text, may_come text)
LANGUAGE sql AS $$ SELECT t, may_come_of(format('EXECUTE %L || clause;', t)) FROM unnest(texts) t $$;
SELECT * FROM openings('', 'GRANT ALL ON known TO ', 'GRANT SELECT ON known TO joe ', 'REVOKE ', 'COMMENT ON ', 'TRUNCATE known ', 'DROP ',
    'DROP TABLE known ', 'SET x TO ', 'VACUUM (', 'COPY known FROM ', 'CALL ', 'DO ', 'IMPORT ', 'EXPLAIN (', 'EXECUTE ', 'nonsense ');
SELECT * FROM openings('CREATE ', 'CREATE TABLE ', 'CREATE TABLE other_', 'CREATE TABLE made_', 'CREATE TABLE IF NOT EXISTS app.made_table (',
    'CREATE UNLOGGED TABLE x (', 'CREATE FOREIGN TABLE x (', 'CREATE FOREIGN DATA WRAPPER x (', 'CREATE OR REPLACE VIEW made_table AS SELECT (',
    'CREATE MATERIALIZED VIEW x AS (', 'CREATE UNIQUE INDEX made_', 'CREATE INDEX CONCURRENTLY IF NOT EXISTS other ON known (',
    'CREATE INDEX ON known (', 'CREATE SEQUENCE made_sequence MAXVALUE ', 'CREATE TRIGGER made_trigger BEFORE ', 'CREATE CONSTRAINT TRIGGER x ',
    'CREATE POLICY made_policy ON known FOR ', 'CREATE POLICY other ON known FOR ', 'CREATE ROLE made_role IN ', 'CREATE USER MAPPING FOR ',
    'CREATE FUNCTION made_function() RETURNS ', 'CREATE FUNCTION other() RETURNS ', 'CREATE DOMAIN x AS ', 'CREATE TYPE x AS (',
    'CREATE SCHEMA made_schema AUTHORIZATION (', 'CREATE SCHEMA ', 'CREATE EXTENSION ', 'CREATE SERVER x (', 'CREATE PUBLICATION x FOR (');
SELECT * FROM openings('ALTER ', 'ALTER TABLE ', 'ALTER TABLE known ', 'ALTER TABLE known ADD ', 'ALTER TABLE known ADD COLUMN x int, ',
    'ALTER TABLE known ADD CONSTRAINT made_', 'ALTER TABLE known DROP CONSTRAINT ', 'ALTER TABLE known DROP CONSTRAINT x, ADD COLUMN y ',
    'ALTER TABLE known ALTER a TYPE numeric(', 'ALTER TABLE known OWNER TO ', 'ALTER TABLE known ENABLE ', 'ALTER TABLE known SET (', 'ALTER TABLE known SET ',
    'ALTER TABLE known RENAME ', 'ALTER TABLE known ATTACH (', 'ALTER VIEW v ', 'ALTER INDEX i ', 'ALTER INDEX i RENAME TO made_', 'ALTER SEQUENCE s ',
    'ALTER TYPE y ', 'ALTER FUNCTION f() ', 'ALTER POLICY p ', 'ALTER ROLE r ', 'ALTER USER MAPPING ', 'ALTER SCHEMA s ', 'ALTER EXTENSION e ',
    'ALTER DEFAULT PRIVILEGES ', 'ALTER DATABASE d ');
SELECT * FROM openings('SELECT 1 FROM known WHERE (', 'SELECT made_function(a) FROM known WHERE (', 'SELECT * INTO ', 'WITH w AS (', 'INSERT INTO known (a) VALUES (',
    'INSERT INTO s.known (a) SELECT f((', 'UPDATE known SET a = coalesce(1, (', 'DELETE FROM known WHERE a IN (', 'PREPARE p AS (');

-- SQL with names that are not known
SELECT may_come_of($$EXECUTE format('CREATE TABLE %I (made_column int, x serial PRIMARY KEY)', n);$$) AS table_and_columns,
       may_come_of($$EXECUTE format('CREATE TABLE IF NOT EXISTS known PARTITION OF %I DEFAULT', n);$$) AS its_parent,
       may_come_of($$EXECUTE format('ALTER TABLE %I.%I ADD COLUMN IF NOT EXISTS other int REFERENCES known', s, t);$$) AS another_column,
       may_come_of($$EXECUTE format('ALTER TABLE %I RENAME TO %I', s, t);$$) AS renamed_table,
       may_come_of($$EXECUTE format('ALTER INDEX IF EXISTS %I RENAME TO other_%s', s, t);$$) AS renamed_index,
       may_come_of($$EXECUTE format('DROP TABLE IF EXISTS %I', t);$$) AS dropped,
       may_come_of($$EXECUTE format('SELECT %I()', f);$$) AS call,
       may_come_of($$EXECUTE format('SELECT %I FROM %I WHERE %s', a, b, c);$$) AS query,
       may_come_of($$EXECUTE format('CREATE EXTENSION %I', e);$$) AS extension;
-- what is dropped without a name may have been there: the name is not surely taken
SELECT migrate_register('1_drop', $$DO 'BEGIN EXECUTE ''DROP TABLE '' || quote_ident(name); END'$$);
SELECT migrate_register('2_make', 'CREATE TABLE known (a int)');
SELECT migration, action FROM migrate_plan();
SELECT migrate_unregister(migration) FROM migrate_status() ORDER BY migration DESC;
-- several statements: each for itself
SELECT may_come_of($$EXECUTE 'GRANT SELECT ON known TO ' || x || ' nonsense; CREATE INDEX ON known (' || y || ' nonsense;';$$) AS two,
       may_come_of($$EXECUTE 'GRANT SELECT ON known TO joe; ' || x;$$) AS unknown_second,
       may_come_of($$EXECUTE 'COMMENT ON TABLE ' || x || ' IS ''a; b'';';$$) AS semicolon_in_string;
-- a string without end
SELECT may_come_of($$EXECUTE 'COMMENT ON TABLE x IS ''' || x;$$) AS no_end;

-- variables: all that they may hold
CREATE FUNCTION variable(VARIADIC bodies text[]) RETURNS TABLE (body text, may_come text)
LANGUAGE sql AS $$ SELECT b, may_come_of(b || ' EXECUTE v;', 'v text; r record; w text DEFAULT NULL;') FROM unnest(bodies) b $$;
SELECT * FROM variable('', 'v := ''REVOKE '' || x;', 'v := x;', 'v := NULL;', 'v := w;', 'v := ''CREATE INDEX '' || x || '' ''; v := ''REVOKE '' || x;',
    'v := ''CREATE POLICY '' || x; v := v || x || y;', 'v = concat(''REVOKE '', x, y); v = concat(v, x);', 'v := ''REVOKE ''; v := v || x; v := x || v;',
    'IF x THEN v := ''REVOKE '' || x; ELSE v := ''CREATE POLICY '' || x || y; END IF;', 'IF x THEN v := ''REVOKE '' || x; ELSE v := x; END IF;',
    'CASE WHEN x THEN v := ''CREATE ROLE '' || x || y; ELSE v := ''CREATE SEQUENCE '' || x || y; END CASE; v := v || '' '';',
    'v := CASE WHEN x THEN ''CREATE ROLE '' || x || y WHEN y THEN ''REVOKE '' || x END;', 'v := coalesce(''REVOKE '' || x, ''CREATE ROLE '' || x || y);');
SELECT * FROM variable('SELECT ''CREATE ROLE '' || x INTO v FROM known;', 'SELECT x INTO v FROM known;', 'SELECT a, ''CREATE ROLE '' || x INTO w, v FROM known;',
    'SELECT ''REVOKE '' || x UNION SELECT ''CREATE ROLE '' || x INTO v;', 'UPDATE known SET a = 1 RETURNING ''REVOKE '' || a INTO v;',
    'v := ''REVOKE '' || x; SELECT 1 INTO STRICT v;', 'v := ''REVOKE '' || x; FETCH c INTO v;', 'v := ''REVOKE '' || x; GET DIAGNOSTICS v = PG_CONTEXT;',
    'v := ''REVOKE '' || x; CALL p(v);', 'v := (SELECT string_agg(''REVOKE '' || a, ''; '') FROM known);',
    'v := array_to_string(ARRAY(SELECT ''CREATE ROLE '' || a || x FROM known), '';'');', 'v := replace(''CREATE ROLE @x'', ''@x'', x);');
SELECT * FROM variable('FOR v IN SELECT ''CREATE ROLE '' || a FROM known LOOP EXECUTE v; END LOOP; v := NULL;',
    'FOR r IN SELECT a, ''CREATE ROLE '' || a AS c FROM known LOOP EXECUTE r.c; END LOOP;', 'FOR r IN SELECT a AS c FROM known LOOP EXECUTE r.c; END LOOP;',
    'FOREACH v IN ARRAY ARRAY[''CREATE ROLE made_role'', ''CREATE SEQUENCE s''] LOOP EXECUTE v; END LOOP; v := NULL;', 'FOREACH v IN ARRAY x LOOP EXECUTE v; END LOOP;',
    'v := ''REVOKE ''; LOOP v := v || x; EXIT; END LOOP;', 'v := ''REVOKE '' || x; LOOP EXECUTE v; v := ''CREATE ROLE '' || x; END LOOP; v := NULL;',
    'v := ''REVOKE '' || x; WHILE x LOOP EXECUTE v; SELECT x INTO v; END LOOP; v := NULL;', 'BEGIN v := ''CREATE ROLE '' || x; v := ''REVOKE '' || x; EXCEPTION WHEN OTHERS THEN NULL; END;',
    '<<b>> BEGIN v := ''CREATE ROLE '' || x; EXIT b WHEN y; v := ''REVOKE '' || x; END;', 'v := ''REVOKE '' || x; DECLARE v text; BEGIN v := x; END;', 'v := ''REVOKE '' || x; r.v := x;');
SELECT may_come_of('v := ''REVOKE '' || x; u := x; EXECUTE v;', 'v text; u ALIAS FOR v;') AS aliased,
       may_come('DO ''#variable_conflict use_column
DECLARE a text = ''''REVOKE ''''; v text; BEGIN SELECT a INTO v FROM known; EXECUTE v; END''') AS a_column_of_that_name;

-- in functions it counts when they are called
CREATE FUNCTION calling(VARIADIC bodies text[]) RETURNS TABLE (body text, may_come text)
LANGUAGE sql AS $$ SELECT b, may_come(format('CREATE FUNCTION f(x text) RETURNS void LANGUAGE plpgsql AS %L; SELECT f(''x'')', 'BEGIN ' || b || ' END')) FROM unnest(bodies) b $$;
SELECT * FROM calling('EXECUTE x;', 'EXECUTE ''CREATE INDEX '' || x || '' ON known (a)'';', 'CREATE TABLE made_table (made_column int);', 'CREATE TABLE other (x int);',
    'ALTER TABLE known RENAME TO made_table;', 'DROP TABLE other;', 'CREATE EXTENSION citext;');
DROP FUNCTION calling, variable, openings, may_come_of, may_come, register_needs;
DROP TABLE known;
DROP EXTENSION pg_strata;
