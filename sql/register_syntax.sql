-- The server's parser reads each script at registration: what it refuses is refused with line and column.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_a', 'CREATE TABEL a (id int)');
SELECT action FROM migrate_register('001_a', E'CREATE TABLE a (id int);\n\nINSERT INTO a VALEUS (1);\nSELECT 1;');
-- at the end, in the middle of a quoted string, of a comment
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT (2');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT ''2');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT $body$ 2 $bdy$');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\n/* two');
-- columns are characters, not bytes; lines may end in CRLF; tabs are one character
SELECT action FROM migrate_register('001_a', E'-- größer\nSELECT ''東京'', "größe" FROM FROM t');
SELECT action FROM migrate_register('001_a', E'-- one\r\nSELECT 1;\r\n\tSELECT FROM WHERE;\r\n');
SELECT action FROM migrate_register('001_a', E'\n\n\n   x');
-- which script
SELECT action FROM migrate_register('001_a', 'SELECT 1', down => E'SELECT 1;\nDROP TBALE a');
SELECT action FROM migrate_register('001_a', 'SELECT 1', verify => E'SELECT 1;\n  SELEC true');
-- only the line is shown, however long the script
SELECT action FROM migrate_register('001_a', repeat(E'SELECT 1;\n', 1000) || 'SELECT (');
-- bad literals and names that the scanner itself refuses
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT E''\\u00'';');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT "";');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT 1x FROM t WHERE a = = 2;');
-- psql's own language
SELECT action FROM migrate_register('001_a', E'SELECT 1;\n\\i other.sql\nSELECT 2;');
SELECT action FROM migrate_register('001_a', E'\\set ON_ERROR_STOP on\nSELECT 2;');
SELECT action FROM migrate_register('001_a', E'SELECT 1 \\gset\nSELECT 2;');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT :name;');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT :''name'';');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nALTER TABLE :"name" OWNER TO x;');
-- placeholders of other tools
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT ${name};');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT {{ name }};');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nGRANT SELECT ON t TO @role@;');
SELECT action FROM migrate_register('001_a', E'SELECT 1;\nSELECT 2, $1;');
SELECT action FROM migrate_register('001_a', 'SELECT 1', down => E'-- größer\nSELECT ''größer'', $2;');
-- where they are text, or legal, they stay
SELECT action FROM migrate_register('002_b', $m$SELECT ':name', '${name}', '$1', ARRAY[1,2][1:2], 'a'::text; -- :name $1 \d
    PREPARE p AS SELECT $1::int;
    CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT $1';
    CREATE FUNCTION g(int) RETURNS int LANGUAGE sql RETURN $1;
    CREATE PROCEDURE h(int) LANGUAGE sql BEGIN ATOMIC SELECT $1; END;
    DO $f$ BEGIN RAISE NOTICE '%', $x$ $1 $x$; END $f$$m$);
SELECT status FROM migrate_apply();
-- data after COPY
SELECT action FROM migrate_register('003_c', E'SELECT 1;\nCOPY t (a) FROM stdin;\n1\n2\n\\.\nSELECT 2;');
-- SQLSTATEs are the parser's own
\set VERBOSITY sqlstate
SELECT action FROM migrate_register('003_c', 'SELEC 1');
SELECT action FROM migrate_register('003_c', 'SELECT $1');
SELECT action FROM migrate_register('003_c', 'SELECT ""');
\set VERBOSITY default
-- nothing of it was registered
SELECT migration FROM migrate_status();
SELECT count(*) FROM migrate_history() WHERE outcome <> 'ok';
DROP EXTENSION pg_strata;
DROP FUNCTION f, g;
DROP PROCEDURE h;
