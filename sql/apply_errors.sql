-- An error of a script keeps its SQLSTATE, message, detail and hint, and gains the place: migration, script, line, column, statement.
CREATE EXTENSION pg_strata;
-- analysis, with a position; multibyte text before it; tabs; comments before the statement do not count to it
SELECT action FROM migrate_register('001_try', E'-- größer 東京\nCREATE TABLE größe (id int);\n\n  /* Ärger */ SELECT ''é'', id, count(*)\n    FROM größe;\nSELECT 2;');
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('001_try', E'CREATE TABLE nöpe (); SELECT 2;\n\t-- comment\n\tINSERT INTO nöpe VALUES\n\t\t(1)', replace => true);
SELECT * FROM migrate_apply();
-- at run time, without one
SELECT action FROM migrate_register('001_try', E'CREATE TABLE u (id int UNIQUE, s text);\n   INSERT INTO u VALUES (1, ''x''), (1, ''y'');', replace => true);
SELECT * FROM migrate_apply();
-- a hint of the server's stays first
SELECT action FROM migrate_register('001_try', E'SELECT 1;\nSELECT length(1);', replace => true);
SELECT * FROM migrate_apply();
-- in a function that the script calls; in a DO block
SELECT action FROM migrate_register('001_try', E'CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS $f$\nBEGIN\n  RETURN 1 / $1;\nEND $f$;\nSELECT f(1);\nSELECT f(0);', replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('001_try', E'SELECT 1;\n\nDO $d$\nBEGIN\n  PERFORM 1;\n  PERFORM nope;\nEND $d$;', replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('001_try', E'DO $d$\nBEGIN\n  RAISE EXCEPTION ''mine'' USING ERRCODE = ''ABCDE'', DETAIL = ''my detail'', HINT = ''my hint'', TABLE = ''my table'';\nEND $d$;', replace => true);
SELECT * FROM migrate_apply();
\echo :LAST_ERROR_SQLSTATE :LAST_ERROR_MESSAGE
-- dynamic SQL has a position of its own
SELECT action FROM migrate_register('001_try', E'DO $d$ BEGIN\n  EXECUTE ''SELECT 1 FROM FROM x'';\nEND $d$;', replace => true);
SELECT * FROM migrate_apply();
-- a body that the server's validator refuses
SELECT action FROM migrate_register('001_try', E'SELECT 1;\nCREATE FUNCTION g() RETURNS int LANGUAGE sql AS $f$\n  SELECT 1;\n  SELEC 2;\n$f$;', replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('001_try', E'SELECT 1;\nCREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $f$\nBEGIN\n  IF 1 THEN\n  foo;\nEND $f$;', replace => true);
SELECT * FROM migrate_apply();
-- and no text of the caller's is taken for the script's, though the body stands there too
DO $do$
BEGIN
    PERFORM migrate_register('001_try', $s$SELECT 1;
CREATE FUNCTION g() RETURNS int LANGUAGE sql AS 'SELEC 1'$s$, replace => true);
    PERFORM migrate_apply();
END $do$;
-- in a later migration, and in the down script; what went before is undone
SELECT action FROM migrate_register('001_try', 'CREATE TABLE one ()', E'SELECT 1;\nDROP TABLE two', replace => true);
SELECT action FROM migrate_register('002_try', E'CREATE TABLE one ()');
SELECT * FROM migrate_apply();
SELECT * FROM migrate_apply(options => '{"ignore_blocked": "to see the error"}');
SELECT status FROM migrate_apply('1');
SELECT * FROM migrate_rollback();
SELECT state FROM migrate_status() WHERE migration = '001_try';
-- what shows only at run time that it wants a transaction of its own
SELECT action FROM migrate_register('002_try', $m$CREATE PROCEDURE commits() LANGUAGE plpgsql AS 'BEGIN COMMIT; END'; CALL commits()$m$, replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('002_try', $m$DO 'BEGIN EXECUTE ''VACUUM''; END'$m$, replace => true);
SELECT * FROM migrate_apply();
CREATE TYPE label AS ENUM ('a');
SELECT action FROM migrate_register('002_try', E'ALTER TYPE label ADD VALUE ''b'';\nSELECT ''b''::label', replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('002_try', E'ALTER TYPE label ADD VALUE ''b'';\nDO $d$ BEGIN\n  EXECUTE $$SELECT ''b''::label$$;\nEND $d$', replace => true);
SELECT * FROM migrate_apply();
SELECT action FROM migrate_register('002_try', 'ALTER TYPE label ADD VALUE ''b''', replace => true);
SELECT action FROM migrate_register('003_try', 'SELECT ''b''::label');
SELECT * FROM migrate_apply();
SELECT action FROM migrate_unregister('3');
-- COPY through the client in dynamic SQL does not touch the protocol
SELECT action FROM migrate_register('002_try', $m$CREATE TABLE copied (id int); DO 'BEGIN EXECUTE ''COPY copied FROM STDIN''; END'$m$, replace => true);
SELECT * FROM migrate_apply();
-- deferred constraints fail where they belong
SELECT action FROM migrate_register('002_try', E'CREATE TABLE parent (id int PRIMARY KEY);\nCREATE TABLE child (id int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);\nINSERT INTO child VALUES (7);\nSELECT 1;', replace => true);
SELECT * FROM migrate_apply();
-- cancelled: no advice
SELECT action FROM migrate_register('002_try', 'SET statement_timeout = 1; SELECT pg_sleep(10)', replace => true);
SET statement_timeout = '100ms';
SELECT * FROM migrate_apply();
RESET statement_timeout;
-- called from PL/pgSQL, the same: CONTEXT goes from the inside to the outside
DO $$ BEGIN PERFORM migrate_register('002_try', E'SELECT 1;\n  SELEC 2', replace => true); END $$;
DO $$ BEGIN PERFORM migrate_register('002_try', E'SELECT 1;\nCOPY t FROM STDIN', replace => true); END $$;
SELECT action FROM migrate_register('002_try', E'SELECT 1;\n\n  SELECT 2, nope', replace => true);
DO $$ BEGIN PERFORM migrate_apply(); END $$;
SELECT action FROM migrate_register('002_try', E'CREATE FUNCTION f(int) RETURNS int LANGUAGE plpgsql AS $f$ BEGIN RETURN 1 / $1; END $f$;\nSELECT f(0);', replace => true);
DO $$ BEGIN PERFORM migrate_apply(); END $$;
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP TABLE one;
DROP TYPE label;
