-- Who may call what and read what: every function and every table, at every level. A function or table that is added to
-- the extension fails this test until it stands in the table of expected outcomes.
BEGIN;
SELECT * FROM no_plan();

CREATE ROLE strata_none;
CREATE ROLE strata_reader;
CREATE ROLE strata_author;
CREATE ROLE strata_operator;
CREATE ROLE strata_admin;
CREATE ROLE strata_blanket;  -- EXECUTE on everything, as default privileges may have it, but nothing of schema migrate
CREATE ROLE strata_filer;
CREATE ROLE strata_installer;

SELECT results_eq(
    $$ SELECT role, level, action FROM unnest(ARRAY['reader', 'author', 'operator',
        'admin']) WITH ORDINALITY AS l (wanted, n),
              LATERAL migrate_grant('strata_' || wanted, wanted) ORDER BY n $$,
    $$ VALUES ('strata_reader', 'reader', 'granted'), ('strata_author', 'author', 'granted'),
              ('strata_operator', 'operator', 'granted'), ('strata_admin', 'admin', 'granted') $$,
    'the levels are granted');
SELECT is((SELECT count(*) FROM migrate_grant('strata_filer', 'author')), 1::bigint, 'a second author');
GRANT pg_read_server_files TO strata_filer;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO strata_blanket;

SELECT is((SELECT count(*) FROM migrate_register('1_applied', 'SELECT 1', 'SELECT 2', 'SELECT true AS fine')),
    1::bigint, 'set-up');
SELECT is((SELECT count(*) FROM migrate_apply()), 1::bigint, 'set-up');
SELECT is((SELECT count(*) FROM migrate_register('2_pending', 'SELECT 1', 'SELECT 2', 'SELECT true AS fine')),
    1::bigint, 'set-up');

-- What comes of a call: ok, the permission that is missing, or an SQLSTATE. Whatever the call did is undone.
CREATE FUNCTION pg_temp.outcome(who name, call text) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    said text;
BEGIN
    EXECUTE format('SET LOCAL ROLE %I', who);
    EXECUTE call;
    RAISE EXCEPTION 'undo' USING ERRCODE = 'P9999';
EXCEPTION
    WHEN SQLSTATE 'P9999' THEN
        RETURN 'ok';
    WHEN insufficient_privilege THEN
        GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
        RETURN CASE WHEN said LIKE 'permission denied for function %' THEN '-'
                    WHEN said LIKE 'permission denied for procedure %' THEN '-'
                    WHEN said LIKE 'permission denied to call %' THEN 'level'
                    WHEN said = 'permission denied to read files on the server' THEN 'files'
                    ELSE '42501 ' || said END;
    WHEN active_sql_transaction THEN
        RETURN 'door';
    WHEN SQLSTATE 'MG017' THEN
        RETURN 'option';
    WHEN SQLSTATE 'MG025' THEN
        RETURN 'no run';
    WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS said = MESSAGE_TEXT;
        RETURN SQLSTATE || ' ' || said;
END
$$;

CREATE TEMP TABLE expectation (call text, none text, reader text, author text, operator text, admin text, blanket text);
INSERT INTO expectation VALUES
    ('migrate_status()',                                       '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_plan()',                                         '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_dependencies()',                                 '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_impact(''schema migrate'')',                     '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_history()',                                      '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_verify_history()',                               '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_findings()',                                     '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_check(pending => false)',                        '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_settings()',                                     '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_register(''3_new'', ''SELECT 1'')',              '-', '-',  'ok',    'ok',    'ok',    'level'),
    ('migrate_register_files(''{3.sql}'', ''{"SELECT 1"}'')',  '-', '-',  'ok',    'ok',    'ok',    'level'),
    ('migrate_register_directory(''/nowhere'')',               '-', '-',  'files', 'files', 'files', 'level'),
    ('migrate_unregister(''2'')',                              '-', '-',  'ok',    'ok',    'ok',    'level'),
    ('migrate_approve(''2'')',                                 '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_apply()',                                        '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_verify()',                                       '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_rollback()',                                     '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_redo()',                                         '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_start(options => ''{"x": 1}'')',                 '-', '-',  '-',     'option', 'option', 'level'),
    ('migrate_start_rollback(options => ''{"x": 1}'')',        '-', '-',  '-',     'option', 'option', 'level'),
    ('migrate_progress()',                                     '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_cancel(404)',                                    '-', '-',  '-',     'no run', 'no run', 'level'),
    ('migrate_mark(''2'', ''applied'', ''test'')',             '-', '-',  '-',     '-',     'ok',    'level'),
    ('migrate_guard()',                                        '-', 'ok', 'ok',    'ok',    'ok',    'level'),
    ('migrate_guard(''log'', ''test'')',                       '-', 'level', 'level', 'level', 'ok', 'level'),
    ('migrate_guard_override(''test'')',                       '-', '-',  '-',     'ok',    'ok',    'level'),
    ('migrate_baseline(''2'', ''test'')',                      '-', '-',  '-',     '-',     'ok',    'level'),
    ('migrate_set(''out_of_order'', ''refuse'', ''test'')',    '-', '-',  '-',     '-',     'ok',    'level'),
    ('migrate_grant(''strata_none'', ''reader'')',             '-', '-',  '-',     '-',     'ok',    'level'),
    ('migrate_revoke(''strata_none'')',                        '-', '-',  '-',     '-',     'ok',    'level');

-- Procedures: who may call them at all meets the door next, which is shut in a test (test/tap opens it).
CREATE TEMP TABLE procedure_expectation AS SELECT * FROM expectation WITH NO DATA;
INSERT INTO procedure_expectation VALUES
    ('migrate_run()',                                          '-', '-',    '-',    'door', 'door', '-'),
    ('migrate_run_rollback()',                                 '-', '-',    '-',    'door', 'door', '-'),
    ('migrate_wait(404)',                                      '-', 'door', 'door', 'door', 'door', '-');

CREATE VIEW pg_temp.own_function AS
SELECT p.oid, p.proname::text AS name, p.prorettype = 'event_trigger'::regtype AS of_guard
FROM pg_depend d JOIN pg_proc p ON p.oid = d.objid
WHERE d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
  AND d.refobjid = (SELECT oid FROM pg_extension WHERE extname = 'pg_strata');

SELECT set_eq('SELECT split_part(call, ''('', 1) FROM (TABLE expectation UNION TABLE procedure_expectation) e', 'SELECT name FROM pg_temp.own_function WHERE NOT of_guard',
              'every function is in the table of expected outcomes');

SELECT is(pg_temp.outcome('strata_' || level, 'SELECT * FROM ' || call), wanted, format('%s: %s', level, call))
FROM expectation,
     LATERAL (VALUES ('none', none), ('reader', reader), ('author', author), ('operator', operator), ('admin', admin),
                     ('blanket', blanket)) AS cell (level, wanted);

SELECT is(pg_temp.outcome('strata_' || level, 'CALL ' || call), wanted, format('%s: CALL %s', level, call))
FROM procedure_expectation,
     LATERAL (VALUES ('none', none), ('reader', reader), ('author', author), ('operator', operator), ('admin', admin),
                     ('blanket', blanket)) AS cell (level, wanted);

SELECT is(pg_temp.outcome('strata_' || level, 'SELECT ' || call), 'ok', format('%s: SELECT %s', level, call))
FROM expectation, LATERAL (VALUES ('reader', reader), ('author', author), ('operator', operator), ('admin',
    admin)) AS cell (level, wanted)
WHERE wanted = 'ok';

-- Each level together with a blanket grant of all functions: what the level does not have stays closed.
SAVEPOINT blanket;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO strata_reader, strata_author, strata_operator;
SELECT is(pg_temp.outcome('strata_' || level, 'SELECT * FROM ' || call), CASE wanted WHEN '-' THEN 'level' ELSE wanted END,
          format('%s with EXECUTE on everything: %s', level, call))
FROM expectation,
     LATERAL (VALUES ('reader', reader), ('author', author), ('operator', operator)) AS cell (level, wanted)
WHERE call NOT LIKE 'migrate_register_directory%';
ROLLBACK TO blanket;

-- Nor do predefined roles open anything, which let a role read all tables.
SAVEPOINT predefined;
GRANT pg_read_all_data TO strata_blanket;
SELECT is(pg_temp.outcome('strata_blanket', 'SELECT * FROM ' || call), blanket, 'pg_read_all_data and blanket: ' || call)
FROM expectation;
ROLLBACK TO predefined;

SELECT isnt(pg_temp.outcome('strata_filer', $$SELECT * FROM migrate_register_directory('/nowhere')$$), 'files',
            'an author with pg_read_server_files may read directories');

SELECT ok(NOT has_function_privilege('public', oid, 'EXECUTE'), 'PUBLIC may not call ' || name)
FROM pg_temp.own_function;
SELECT ok(NOT has_function_privilege('strata_' || level, oid, 'EXECUTE'), format('%s may not call %s', level, name))
FROM pg_temp.own_function, unnest(ARRAY['none', 'reader', 'author', 'operator', 'admin', 'blanket']) AS level
WHERE of_guard;
SELECT ok(obj_description(oid, 'pg_proc') <> '', 'there is a comment on ' || name) FROM pg_temp.own_function;

-- ---- tables ---------------------------------------------------------------------------------------------------------

CREATE TEMP TABLE readable (relation text, none boolean, reader boolean, author boolean, operator boolean,
    admin boolean,
                            blanket boolean);
INSERT INTO readable VALUES
    ('migration', false, true,  true, true, true, false),
    ('applied',   false, true,  true, true, true, false),
    ('partial',   false, true,  true, true, true, false),
    ('run',       false, true,  true, true, true, false),
    ('run_number', false, false, false, false, false, false),
    ('history',   false, true,  true, true, true, false),
    ('head',      false, false, false, false, true, false),
    ('setting',   false, true,  true, true, true, false),
    ('observed',  false, true,  true, true, true, false),
    ('approval',  false, false, false, true, true, false),
    ('script',    false, false, true, true, true, false);

SELECT set_eq('SELECT relation FROM readable',
              $$ SELECT relname::text FROM pg_class
              WHERE relnamespace = 'migrate'::regnamespace AND relkind NOT IN ('i', 'c', 't') $$,
              'every table is in the table of expected outcomes');

SELECT is(pg_temp.outcome('strata_' || level, 'SELECT count(*) FROM migrate.' || relation) = 'ok', wanted,
          format('%s %s migrate.%s', level, CASE WHEN wanted THEN 'reads' ELSE 'cannot read' END, relation))
FROM readable,
     LATERAL (VALUES ('none', none), ('reader', reader), ('author', author), ('operator', operator), ('admin', admin),
                     ('blanket', blanket)) AS cell (level, wanted);

SELECT ok(NOT has_table_privilege('strata_' || level, 'migrate.' || relation, privilege),
          format('%s has no %s on migrate.%s', level, privilege, relation))
FROM readable, unnest(ARRAY['none', 'reader', 'author', 'operator', 'admin', 'blanket']) AS level,
     unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) AS privilege;

SELECT ok(NOT has_table_privilege('public', 'migrate.' || relation,
    'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
          'PUBLIC has nothing on migrate.' || relation)
FROM readable;
SELECT ok(NOT has_schema_privilege('public', 'migrate', 'USAGE, CREATE'), 'PUBLIC has nothing on schema migrate');
SELECT ok(NOT has_schema_privilege('strata_admin', 'migrate', 'CREATE'), 'an admin creates nothing in schema migrate');

-- ---- changing levels ------------------------------------------------------------------------------------------------

SELECT is((SELECT level FROM migrate_grant('strata_admin', 'reader')), 'reader', 'an admin becomes a reader');
SELECT is(pg_temp.outcome('strata_admin', 'SELECT ' || call), reader, 'once an admin, now a reader: ' || call)
FROM expectation;
SELECT is((SELECT action FROM migrate_revoke('strata_admin')), 'revoked', 'and then nobody');
SELECT is(pg_temp.outcome('strata_admin', 'SELECT ' || call), none, 'once a reader, now nobody: ' || call)
FROM expectation;
SELECT ok(pg_temp.outcome('strata_admin', 'SELECT count(*) FROM migrate.' || relation) <> 'ok',
    'nobody cannot read migrate.' || relation)
FROM readable;
SELECT is((SELECT level FROM migrate_grant('strata_admin', 'admin')), 'admin', 'an admin again');
SELECT is(pg_temp.outcome('strata_admin', 'SELECT ' || call), admin, 'an admin again: ' || call) FROM expectation;

SELECT throws_ok($$ SELECT migrate_grant('strata_none', 'emperor') $$, 'MG019', NULL, 'there is no such level');
SELECT throws_ok($$ SELECT migrate_grant('strata_none', NULL) $$, 'MG019', NULL, 'NULL is no level');
SELECT throws_ok($$ SELECT migrate_grant('strata_nobody', 'reader') $$, '42704', NULL, 'there is no such role');
SELECT throws_ok($$ SELECT migrate_grant('public', 'reader') $$, '42704', NULL, 'PUBLIC is not a role');
SELECT is((SELECT array_agg(message ORDER BY id) FROM (SELECT id, message FROM migrate_history()
    WHERE action IN ('grant', 'revoke')
           ORDER BY id DESC LIMIT 3) latest),
          '{"reader to strata_admin","everything from strata_admin","admin to strata_admin"}', 'grants are on record');

-- ---- installation ---------------------------------------------------------------------------------------------------

DROP EXTENSION pg_strata CASCADE;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO strata_none;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO strata_none;
ALTER DEFAULT PRIVILEGES GRANT ALL ON SCHEMAS TO strata_none;
CREATE EXTENSION pg_strata;
SELECT is(pg_temp.outcome('strata_none', 'SELECT ' || call), none, 'default privileges give nothing: ' || call)
FROM expectation;
SELECT ok(NOT has_table_privilege('strata_none', 'migrate.' || relation,
    'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'),
          'default privileges give nothing on migrate.' || relation)
FROM readable;
SELECT ok(NOT has_schema_privilege('strata_none', 'migrate', 'USAGE, CREATE'),
    'default privileges give nothing on schema migrate');

DROP EXTENSION pg_strata;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO strata_installer', current_database()); END $$;
GRANT CREATE ON SCHEMA public TO strata_installer;
SET LOCAL ROLE strata_installer;
CREATE EXTENSION pg_strata;
RESET ROLE;
SELECT migrate_register('1_applied', 'SELECT 1', 'SELECT 2', 'SELECT true AS fine') \g /dev/null
SELECT migrate_apply() \g /dev/null
SELECT migrate_register('2_pending', 'SELECT 1', 'SELECT 2', 'SELECT true AS fine') \g /dev/null
SELECT is(pg_temp.outcome('strata_installer', 'SELECT * FROM ' || call), admin,
    'whoever installs it is an admin: ' || call)
FROM expectation;
SELECT is(pg_temp.outcome('strata_none', 'SELECT * FROM ' || call), none, 'and nobody else is: ' || call)
FROM expectation;
SELECT is(pg_temp.outcome('strata_installer', 'DELETE FROM migrate.' || relation),
    format('42501 permission denied for %s %s', CASE relation WHEN 'run_number' THEN 'sequence' ELSE 'table' END, relation),
          'whoever installs it cannot write into migrate.' || relation)
FROM readable;

SELECT matches(pg_temp.outcome('strata_installer', call), 'keeps all rights', 'and cannot be shut out: ' || call)
FROM unnest(ARRAY[$$SELECT migrate_grant('strata_installer', 'reader')$$,
                  $$SELECT migrate_revoke('strata_installer')$$]) AS call;

SELECT * FROM finish();
ROLLBACK;
