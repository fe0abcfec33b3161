-- migrate_register_directory reads the files on the server. Paths are relative to the data directory here.
CREATE EXTENSION pg_strata;
SELECT current_user AS me \gset
CREATE FUNCTION put(path text, content bytea) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('COPY (SELECT %L) TO PROGRAM %L', translate(encode(content, 'base64'), E'\n', ''), format('d=strata_regress/%s; mkdir -p "$(dirname "$d")"; base64 -d >"$d"', path));
END $$;
CREATE FUNCTION put(path text, content text) RETURNS void LANGUAGE sql AS $$ SELECT put(path, convert_to(content, 'UTF8')) $$;
CREATE FUNCTION sh(command text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('COPY (SELECT 1) TO PROGRAM %L', 'cat >/dev/null; ' || command); END $$;
SELECT sh('rm -rf strata_regress');
DO $$ BEGIN
    PERFORM put('all/001_one.sql', E'-- description: größer\nCREATE TABLE one ();');
    PERFORM put('all/001_one_rollback.sql', 'DROP TABLE one;');
    PERFORM put('all/validate_001.sql', 'SELECT to_regclass(''one'') IS NOT NULL AS there;');
    PERFORM put('all/002_two.up.sql', E'-- requires: one\nCREATE TABLE two ();');
    PERFORM put('all/002_two.down.sql', 'DROP TABLE two;');
    PERFORM put('all/002_two.verify.sql', 'SELECT true;');
    PERFORM put('all/003_three/up.sql', E'-- requires: two, 001_one\nCREATE TABLE three ();');
    PERFORM put('all/003_three/down.sql', 'DROP TABLE three;');
    PERFORM put('all/003_three/verify.sql', 'SELECT true;');
    PERFORM put('all/004_four.sql', E'-- migrate:up\nCREATE TABLE four ();\n-- migrate:down\nDROP TABLE four;\n');
    PERFORM put('all/.hidden.sql', 'SELEC');
    PERFORM put('all/README.md', 'not read');
    PERFORM put('all/docs/README.md', 'not read');
    PERFORM put('all/deep/er/005_five.sql', 'SELEC');
END $$;
SELECT * FROM migrate_register_directory('strata_regress/all');
SELECT * FROM migrate_register_directory('strata_regress/all/');
SELECT text_checksum = (SELECT encode(sha256(pg_read_binary_file('strata_regress/all/001_one.sql')), 'hex')) AS as_sha256sum FROM migrate_status() WHERE migration = '001_one';
SELECT migration, description, requires FROM migrate.migration ORDER BY id;
SELECT migration, status FROM migrate_apply();
SELECT migration, check_name, ok FROM migrate_verify();
SELECT migration, status FROM migrate_rollback(options => '{"all": true}');
-- a changed file is refused, with replace it is taken
SELECT put('all/004_four.sql', E'-- migrate:up\nCREATE TABLE four (id int);\n');
SELECT put('all/005_five.sql', 'CREATE TABLE five ();');
SELECT migration, action, error FROM migrate_register_directory('strata_regress/all');
SELECT migration, action, error FROM migrate_register_directory('strata_regress/all', replace => true);
SELECT has_down FROM migrate_status() WHERE migration = '004_four';
-- faults, with line
SELECT put('bad/001_one.sql', E'SELECT 1;\n\nSELEC 2;');
SELECT put('bad/002_latin1.sql', '\x53454c4543542027e92720'::bytea);
SELECT put('bad/003_nul.sql', '\x53454c454354203100'::bytea);
SELECT put('bad/004_utf16.sql', '\xfffe530045004c00'::bytea);
SELECT put('bad/005_bom.sql', '\xefbbbf53454c4543542031'::bytea);
SELECT put('bad/006_empty.sql', '');
SELECT put('bad/no_version.sql', 'SELECT 1');
SELECT put('bad/007_good.sql', 'SELECT 1');
SELECT migration, action, files, error, line FROM migrate_register_directory('strata_regress/bad');
SELECT count(*) FROM migrate_status();
-- there is nothing, no directory, a file
SELECT sh('mkdir strata_regress/empty');
SELECT * FROM migrate_register_directory('strata_regress/empty');
SELECT * FROM migrate_register_directory('strata_regress/nowhere');
SELECT * FROM migrate_register_directory('strata_regress/all/001_one.sql');
SELECT * FROM migrate_register_directory('');
SELECT * FROM migrate_register_directory(NULL);
-- links: a dangling one, one in a circle, one to another directory
SELECT sh('cd strata_regress && mkdir links && ln -s nowhere links/001_dangling.sql');
SELECT * FROM migrate_register_directory('strata_regress/links');
SELECT sh('cd strata_regress && rm links/* && ln -s ../all/005_five.sql links/005_five.sql && ln -s . links/circle');
SELECT migration, action, files FROM migrate_register_directory('strata_regress/links');
-- who may: those who may read the server's files
CREATE ROLE regress_author LOGIN;
SELECT level FROM migrate_grant('regress_author', 'author');
\c - regress_author
SELECT migration FROM migrate_register_directory('strata_regress/all');
\c - :me
GRANT pg_read_server_files TO regress_author;
\c - regress_author
SELECT migration, action FROM migrate_register_directory('strata_regress/links');
\c - :me
SELECT sh('rm -rf strata_regress');
DROP EXTENSION pg_strata;
DROP FUNCTION put(text, text), put(text, bytea), sh;
DROP ROLE regress_author;
