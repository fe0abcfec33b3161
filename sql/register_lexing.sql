-- Scripts mean at apply what they meant at registration, whatever the lexing settings are by then.
CREATE EXTENSION pg_strata;
CREATE TABLE said (who text, what text);
SET escape_string_warning = off;
-- registered with backslashes as plain characters, applied where they are escapes
SELECT action FROM migrate_register('001_on', 'INSERT INTO said VALUES (''on'', ''a\nb'')', 'INSERT INTO said VALUES (''on, down'', ''a\nb'')', 'SELECT length(''\n'') = 2 AS two');
SET standard_conforming_strings = off;
SELECT action FROM migrate_register('002_off', 'INSERT INTO said VALUES (''off'', ''a\\nb'')', 'INSERT INTO said VALUES (''off, down'', ''a\\nb'')', 'SELECT length(''\\n'') = 1 AS one');
SELECT status FROM migrate_apply();
SHOW standard_conforming_strings;
RESET standard_conforming_strings;
SELECT migration, check_name, ok FROM migrate_verify();
SELECT status FROM migrate_rollback(options => '{"all": true}');
SELECT status FROM migrate_apply();
SHOW standard_conforming_strings;
SELECT who, length(what) FROM said ORDER BY 1, 2;
-- what a script sets itself does not change how the rest of it is read
SELECT action FROM migrate_register('003_sets', $$SET standard_conforming_strings = off; INSERT INTO said VALUES ('sets', '\'); RESET standard_conforming_strings; INSERT INTO said VALUES ('sets', '\\')$$);
SELECT status FROM migrate_apply();
SHOW standard_conforming_strings;
SELECT what FROM said WHERE who = 'sets';

-- the same characters under other settings are another script: text unchanged, meaning not
SELECT action FROM migrate_register('004_same', $$SELECT '\'; --'$$);
SELECT revision_digest AS first, statement_checksum AS first_statements FROM migrate.migration WHERE migration = '004_same' \gset
SET standard_conforming_strings = off;
SELECT action FROM migrate_register('004_same', $$SELECT '\'; --'$$);
SELECT action FROM migrate_register('004_same', $$SELECT '\'; --'$$, replace => true);
SELECT statements, revision_digest <> :'first' AS another_revision, statement_checksum <> :'first_statements' AS other_statements FROM migrate.migration WHERE migration = '004_same';
RESET standard_conforming_strings;
SELECT action FROM migrate_register('004_same', $$SELECT '\'; --'$$, replace => true);
SELECT revision_digest = :'first' AS the_first_again FROM migrate.migration WHERE migration = '004_same';
-- so an applied one is frozen against it
SELECT status FROM migrate_apply();
SET standard_conforming_strings = off;
SELECT action FROM migrate_register('004_same', $$SELECT '\'; --'$$, replace => true);
-- a text without strings is the same under both
SELECT action FROM migrate_register('005_plain', 'SELECT 1');
RESET standard_conforming_strings;
SELECT action FROM migrate_register('005_plain', 'SELECT 1');
-- other settings that the parser heeds
SET backslash_quote = on;
SELECT action FROM migrate_register('006_quote', $$SELECT E'\''$$);
SET backslash_quote = off;
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('007_quote', $$SELECT E'\''$$);
RESET backslash_quote;
RESET escape_string_warning;
DROP EXTENSION pg_strata;
DROP TABLE said;
