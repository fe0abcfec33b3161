-- migrate_register_files: a set of files that the client sends, in every layout; all or nothing, every fault a row.
CREATE EXTENSION pg_strata;
CREATE VIEW registered AS
    SELECT migration, u.body AS up, d.body AS down, v.body AS verify, requires, conflicts, description
      FROM migrate.migration m
           JOIN migrate.script u ON u.checksum = m.up_checksum
           LEFT JOIN migrate.script d ON d.checksum = m.down_checksum
           LEFT JOIN migrate.script v ON v.checksum = m.verify_checksum ORDER BY id;
-- one file; three; with rollback and validate; a folder; markers
SELECT * FROM migrate_register_files(ARRAY['001_plain.sql', '002_three.up.sql', '002_three.down.sql', '002_three.verify.sql', '003_other.sql', '003_other_rollback.sql',
        'validate_003.sql', '004_folder/up.sql', '004_folder/down.sql', '004_folder/verify.sql', '005_marked.sql', 'V6__flyway.sql', '20250122_101500_dated.sql'],
    ARRAY['SELECT 1', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', 'SELECT 3', 'SELECT -3', 'SELECT true AS three', 'SELECT 4', 'SELECT -4', 'SELECT true AS four',
        E'-- description: five\n-- migrate:up\nSELECT 5;\n\n-- migrate:down\nSELECT -5;\n', 'SELECT 6', 'SELECT 7']);
SELECT * FROM registered;
-- line numbers of a marked file's script are the file's
SELECT position('SELECT -5' in down) = 1 + length(substring(down from E'^\n*')) AS padded, length(substring(down from E'^\n*')) AS lines FROM registered WHERE migration = '005_marked';
-- again: nothing changes; the order in which files come does not matter
SELECT migration, action FROM migrate_register_files(ARRAY['validate_003.sql', '003_other_rollback.sql', '003_other.sql', '001_plain.sql'],
    ARRAY['SELECT true AS three', 'SELECT -3', 'SELECT 3', 'SELECT 1']);
-- headers: requires and conflicts resolve to an identifier or to what follows its version, description may have several lines
SELECT migration, action, error, line FROM migrate_register_files(ARRAY['010_head.sql', '011_tail.sql'],
    ARRAY[E'-- a comment first\n/* and\n another */\n-- description: First line\n--Description:  second line \n-- requires: plain, 2\n-- Requires:tail\n--conflicts: 003_other\nSELECT 10;\n-- requires: 404\n', E'-- requires: not_there_yet\nSELECT 11']);
SELECT migration, requires, conflicts, description FROM registered WHERE migration IN ('010_head', '011_tail');
-- headers are read in directory loading only
SELECT action FROM migrate_register('012_call', E'-- requires: plain\n-- description: none\nSELECT 12');
SELECT requires, description FROM registered WHERE migration = '012_call';
-- with replace the files are the whole truth: what is not there any more is removed
SELECT migration, action, error FROM migrate_register_files(ARRAY['002_three.up.sql', '010_head.sql'], ARRAY['SELECT 2', 'SELECT 10']);
SELECT migration, action, error FROM migrate_register_files(ARRAY['002_three.up.sql', '010_head.sql'], ARRAY['SELECT 2', 'SELECT 10'], true);
SELECT * FROM registered WHERE migration IN ('002_three', '010_head');
-- what is registered and not among the files stays
SELECT count(*) FROM registered;

-- faults: all of them, and nothing is registered
SELECT * FROM migrate_register_files(ARRAY['020_good.sql', '021_syntax.sql', '022_refused.sql', '023_down.up.sql', '023_down.down.sql', '024_placeholder.sql', '001_plain.sql', 'readme.sql',
        '025_only.down.sql', '026_twice.sql', '026_twice/up.sql', '027_empty.sql', 'validate_404.sql', 'validate_1.sql', '028_bom.sql'],
    ARRAY['SELECT 20', E'SELECT 21;\nSELEC 21;', E'\nBEGIN;\nSELECT 22', 'SELECT 23', E'SELECT -23;\n\nDROP TBALE x', E'SELECT 1;\nSELECT $1', 'SELECT 111', '-- no', 'SELECT -25', 'SELECT 26', 'SELECT 26',
        E'\n \n', 'SELECT true', 'SELECT true', E'\ufeffSELECT 28']);
SELECT count(*) FROM registered;
SELECT count(*) FROM migrate_history() WHERE migration LIKE '02%';
-- markers
SELECT migration, action, error, line FROM migrate_register_files(ARRAY['030_a.sql', '031_b.sql', '032_c.sql', '033_d.sql', '034_e.down.sql', '034_e.up.sql', '035_f.sql'],
    ARRAY[E'SELECT 1;\n-- migrate:up\nSELECT 2;', E'-- migrate:up\nSELECT 1;\n-- migrate:up\nSELECT 2;', E'-- migrate:up\nSELECT 1;\n-- migrate:dwon\nSELECT 2;',
          E'-- migrate:up maybe\nSELECT 1;', E'-- migrate:up\nSELECT 1;', 'SELECT 1', E'-- migrate:down\nSELECT 1;']);
SELECT migration, action, error, line FROM migrate_register_files(ARRAY['036_g.sql'], ARRAY[E'-- migrate:up transaction:false\nCREATE INDEX CONCURRENTLY ON t (a);\n-- migrate:down\nSELECT 1;\n-- migrate:verify\nSELECT true;']);
SELECT transactional, note FROM migrate_plan() WHERE migration = '036_g';
-- a syntax error in a marked file has the file's line
SELECT error, line FROM migrate_register_files(ARRAY['037_h.sql'], ARRAY[E'-- migrate:up\nSELECT 1;\n-- migrate:down\nSELECT 1;\nSELEC 2;']);
-- a script that looks like another's
SELECT migration, files, error FROM migrate_register_files(ARRAY['040_x.sql', '040_x_down.sql', '041_y.sql', '041_y.undo.sql'], ARRAY['SELECT 1', 'SELECT 2', 'SELECT 3', 'SELECT 4']);
-- requirements of oneself, ambiguous ones
SELECT migration, error, line FROM migrate_register_files(ARRAY['050_x.sql', '051_x.sql', '052_y.sql', '053_z.sql'], ARRAY['SELECT 1', 'SELECT 2', E'-- requires: x\nSELECT 3', E'-- requires: z\nSELECT 4']);
-- frozen ones are refused like everything else
SELECT status FROM migrate_apply('001');
SELECT migration, action, error FROM migrate_register_files(ARRAY['001_plain.sql', '060_new.sql'], ARRAY['SELECT 111', 'SELECT 60'], true);
SELECT migration, action, error FROM migrate_register_files(ARRAY['001_plain.sql', '060_new.sql'], ARRAY['SELECT 1 -- the same', 'SELECT 60'], true);
-- what is not a script is passed over; nothing at all is said
SELECT * FROM migrate_register_files(ARRAY['README.md', '.hidden.sql', '.git/070_x.sql', '070_x.sql~'], ARRAY['', 'SELECT (', 'SELECT (', 'SELECT (']);
SELECT * FROM migrate_register_files('{}', '{}');
-- arguments
SELECT * FROM migrate_register_files(ARRAY['001_a.sql'], '{}');
SELECT * FROM migrate_register_files(NULL, NULL);
SELECT migration, action FROM migrate_register_files(ARRAY['071_a.sql', NULL], ARRAY['SELECT 1', NULL]);
DROP VIEW registered;
DROP EXTENSION pg_strata;
