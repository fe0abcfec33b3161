-- migrate_register: actions, checksums, what counts as a change.
CREATE EXTENSION pg_strata;
-- the text's checksum is that of the file, as sha256sum gives it
SELECT migration, action, text_checksum = encode(sha256('CREATE TABLE a (id int);'), 'hex') AS of_the_text,
       length(statement_checksum) AS digits, statements, transactional, note
  FROM migrate_register('001_a', 'CREATE TABLE a (id int);');
SELECT to_regclass('a') IS NULL AS nothing_ran;
SELECT migration, action, note FROM migrate_register('001_a', 'CREATE TABLE a (id int);');
-- nothing is written for what is unchanged
SELECT id, migration, action, outcome, message FROM migrate_history();

-- each part counts
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int);', down => 'DROP TABLE a');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int);', verify => 'SELECT true');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int);', requires => '{000_x}');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int);', conflicts => '{000_x}');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id int);', description => 'text');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a ( id int ); -- same', 'DROP TABLE a', 'SELECT true',
                                    '{000_x}', '{000_y}', 'text');
SELECT count(*) FROM migrate_history();

-- replace
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);', 'DROP TABLE a', 'SELECT true',
                                    '{000_x}', '{000_y}', 'text', replace => true, options => '{"reason": "bigger ids"}');
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);', 'DROP TABLE a', 'SELECT true',
                                    '{000_x}', '{000_y}', 'text', true);
-- without replace an omitted part is a difference
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);');
-- with it, an omitted part keeps the old one
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint);', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', replace => true);
CREATE VIEW registered AS
    SELECT migration, u.body AS up, d.body AS down, v.body AS verify, requires, conflicts, description
      FROM migrate.migration m
           JOIN migrate.script u ON u.checksum = m.up_checksum
           LEFT JOIN migrate.script d ON d.checksum = m.down_checksum
           LEFT JOIN migrate.script v ON v.checksum = m.verify_checksum;
SELECT * FROM registered;
-- and an empty one removes it
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', '', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', verify => '', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', requires => '{""}', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', conflicts => '{""}', replace => true);
SELECT action FROM migrate_register('001_a', 'CREATE TABLE a (id bigint); ', description => '', replace => true);
SELECT * FROM registered;
SELECT id, action, message, reason FROM migrate_history() ORDER BY id;
-- every text that was ever registered is on record
SELECT body FROM migrate.script ORDER BY body COLLATE "C";

-- field boundaries: the same characters, otherwise divided, are another registration
SELECT action FROM migrate_register('002_b', 'SELECT 1;', 'SELECT 2;');
SELECT action FROM migrate_register('002_b', 'SELECT 1;SELECT 2;');
SELECT action FROM migrate_register('002_b', 'SELECT 1;', NULL, 'SELECT 2;');
SELECT action FROM migrate_register('002_b', 'SELECT 1;SELECT 2;', '', replace => true);
SELECT action FROM migrate_register('003_c', 'SELECT 1;', requires => '{ab,c}');
SELECT action FROM migrate_register('003_c', 'SELECT 1;', requires => '{a,bc}');
SELECT action FROM migrate_register('003_c', 'SELECT 1;', requires => '{"ab,c"}');
SELECT action FROM migrate_register('003_c', 'SELECT 1;', conflicts => '{ab,c}');
SELECT count(DISTINCT revision_digest) = count(*) AS all_digests_differ FROM (
    SELECT revision_digest FROM migrate.migration UNION ALL
    SELECT checksum FROM migrate_history() WHERE action = 'register' AND migration = '002_b') AS d;
-- order and repetition of requirements: a list is kept as written
SELECT action FROM migrate_register('004_d', 'SELECT 1', requires => '{x,y}');
SELECT action FROM migrate_register('004_d', 'SELECT 1', requires => '{y,x}');
SELECT action FROM migrate_register('004_d', 'SELECT 1', requires => '{x,NULL}');

-- statements, notes and comments only
SELECT statements, note FROM migrate_register('005_e', $$
    -- a comment; with a semicolon
    /* and /* a nested */ one; */
    SELECT ';' AS ";", $q$;$q$;;
    ;SELECT 2$$);
SELECT statements, note FROM migrate_register('006_f', '-- nothing but comments' || E'\n/* yes */');
SELECT statements, note FROM migrate_register('007_g', '  ');
SELECT statements, note FROM migrate_register('008_h', ';');
SELECT statements, transactional FROM migrate_register('009_i', 'SELECT 1 -- CREATE INDEX CONCURRENTLY i ON t (a)');
-- the statement checksum passes over white space and comments and keeps every literal and every quoted name
SELECT count(DISTINCT statement_checksum) FROM (VALUES ('SELECT 1, ''a  b'''), ('select 1 , ''a  b'' -- x'), (E'SELECT/**/1,\n\t''a  b''')) AS v (up),
    LATERAL migrate_register('010_' || md5(up), up);
SELECT count(DISTINCT statement_checksum) FROM (VALUES ('SELECT 1, ''a  b'''), ('SELECT 1, ''a b'''), ('SELECT 2, ''a  b'''), ('SELECT 1, "a  b"'),
    ('SELECT 1,''a'' ''b'''' '''), ('SELECT 1, $$a  c$$'), ('SELECT 1,, ''a  b''')) AS v (up),
    LATERAL (SELECT * FROM migrate_register('011_' || md5(up), up) WHERE up !~ ',,|''a'' ''') AS r;
SELECT count(DISTINCT statement_checksum) FROM (VALUES ('SELECT "A"'), ('SELECT "a"'), ('SELECT A.B'), ('SELECT "A.B"')) AS v (up),
    LATERAL migrate_register('012_' || md5(up), up);
-- CRLF line ends are the author's text
SELECT action, text_checksum = encode(sha256(convert_to(E'SELECT 1;\r\nSELECT 2;\r\n', 'UTF8')), 'hex') AS exact
  FROM migrate_register('013_crlf', E'SELECT 1;\r\nSELECT 2;\r\n');
SELECT action FROM migrate_register('013_crlf', E'SELECT 1;\nSELECT 2;\n');

-- options
SELECT action FROM migrate_register('014_o', 'SELECT 1', options => '{"raeson": "x"}');
SELECT action FROM migrate_register('014_o', 'SELECT 1', options => '["reason"]');
SELECT action FROM migrate_register('014_o', 'SELECT 1', options => 'null');
SELECT action FROM migrate_register('014_o', 'SELECT 1', options => NULL, requires => NULL, conflicts => NULL, replace => NULL);
-- a transaction that is rolled back leaves nothing
BEGIN;
SELECT action FROM migrate_register('015_p', 'SELECT 1');
ROLLBACK;
SELECT count(*) FROM migrate_status() WHERE migration = '015_p';
BEGIN READ ONLY;
SELECT action FROM migrate_register('015_p', 'SELECT 1');
ROLLBACK;
DROP VIEW registered;
DROP EXTENSION pg_strata;
