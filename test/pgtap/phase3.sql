-- examples/phase3: an index on a table that nobody creates is found by the plan; with the provider registered, order,
-- verification and the way back follow from the scripts. In one transaction that is undone. Run from the root of the
-- sources.
\set files `cd examples/phase3 && ls [cm]*/*.sql | tr '\n' ' '`
\set texts `cd examples/phase3 && for file in [cm]*/*.sql; do base64 <"$file" | tr -d '\n'; printf ' '; done`
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(63);
\ir ../../examples/prelude.sql
\ir ../../examples/phase3/prelude.sql
\ir catalog_lines.psql

CREATE TEMP TABLE file AS
SELECT split_part(path, '/', 1) AS folder, split_part(path, '/', 2) AS path,
       substring(path FROM '/(\d{14}_\w+)') AS migration, convert_from(decode(text, 'base64'), 'UTF8') AS content
FROM unnest(string_to_array(rtrim(:'files'), ' '), string_to_array(rtrim(:'texts'), ' ')) AS file (path, text);
SELECT results_eq($$ SELECT folder, count(*) FROM file GROUP BY folder ORDER BY folder $$,
                  $$ VALUES ('conditional', 3::bigint), ('migrations', 15) $$, 'fifteen files, and three of the mend');
SELECT is_empty($$ SELECT path FROM file WHERE content ~* '^--\s*requires' $$, 'nothing is declared');

CREATE FUNCTION pg_temp.register(what text, from_folder text DEFAULT 'migrations')
RETURNS TABLE (migration text, action text)
LANGUAGE sql
AS $$
    SELECT l.migration, l.action
    FROM migrate_register_files(
        ARRAY(SELECT f.path FROM pg_temp.file f WHERE f.migration LIKE what AND f.folder = from_folder ORDER BY f.path),
        ARRAY(SELECT f.content FROM pg_temp.file f WHERE f.migration LIKE what AND f.folder = from_folder
              ORDER BY f.path)) AS l;
$$;
-- What each migration needs of the others, as it can be read in the scripts.
CREATE TEMP VIEW inferred AS
SELECT DISTINCT migration, satisfied_by AS provider
FROM migrate_dependencies()
WHERE relation <> 'provides' AND satisfied_by IN (SELECT migration FROM pg_temp.file);

CREATE TEMP TABLE before AS SELECT pg_temp.catalog_lines() AS lines;

-- ---- the index migration alone -------------------------------------------------------------------------------------

SELECT results_eq($$ SELECT * FROM pg_temp.register('%indexes') $$,
                  $$ VALUES ('20250123000000_phase3_performance_indexes', 'registered') $$,
                  'only the index migration is registered');
SELECT results_eq($$ SELECT step, migration, action FROM migrate_plan() $$,
                  $$ VALUES (1, '20250123000000_phase3_performance_indexes', 'blocked') $$, 'the plan says blocked');
SELECT matches(note, 'table "public\.integrations" is needed at line 12 by index "idx_active_integrations"',
               'and names the table, the line and the index')
FROM migrate_plan();
SELECT matches(note, 'no registered migration provides it', 'and that nobody provides it') FROM migrate_plan();
SELECT matches(note, 'did you mean "(public\.)?api_integrations"\?', 'and what is there of a like name')
FROM migrate_plan();
SELECT matches(note, 'column "(public\.)?(workflows\.)?organization_id"', 'and the missing column of workflows')
FROM migrate_plan();
SELECT isnt(fix_call, NULL, 'a call is named that mends it') FROM migrate_plan();
SELECT throws_ok('SELECT migrate_apply()', 'MG007', NULL, 'to apply is refused');
SELECT pg_temp.schema_is(lines, 'before anything runs') FROM before;
SELECT throws_ok('SELECT migrate_check()', 'MG013', NULL, 'the check finds it too');
SELECT results_eq($$ SELECT finding FROM migrate_findings() $$, $$ VALUES ('blocked') $$, 'as blocked');

SELECT is(count(DISTINCT object), 15::bigint, 'fifteen indexes are read')
FROM migrate_dependencies() WHERE relation = 'provides' AND kind = 'index' AND strength IN ('hard', 'conditional');
SELECT results_eq(
    $$ SELECT object, min(line), bool_and(satisfied_by = 'database')
       FROM migrate_dependencies('20250123000000')
       WHERE relation = 'needs' AND kind IN ('table', 'relation')
       GROUP BY object ORDER BY min(line) $$,
    $$ VALUES ('public.integrations', 12, NULL::boolean), ('public.workflows', 21, true),
              ('public.workflow_executions', 24, true), ('public.notifications', 33, true),
              ('public.organization_members', 36, true), ('public.audit_logs', 41, true),
              ('public.api_requests', 45, true) $$,
    'all tables are there but one');

-- ---- what is missing can be ignored, with a reason -----------------------------------------------------------------

SELECT throws_ok($$ SELECT migrate_apply(options => '{"ignore_blocked": "we shall see"}') $$, '42P01',
                 'relation "integrations" does not exist', 'whoever ignores it gets the error of the server');
SELECT pg_temp.schema_is(lines, 'and nothing stays') FROM before;
SELECT throws_ok($$ SELECT migrate_apply(options => '{"ignore_blocked": ""}') $$, 'MG020', NULL,
                 'no reason ignores nothing');

-- ---- columns -------------------------------------------------------------------------------------------------------

SELECT lives_ok($$ SELECT * FROM pg_temp.register('%workflows') $$, 'the migration of workflows is registered');
SELECT results_eq($$ SELECT migration, action FROM migrate_plan() $$,
                  $$ VALUES ('20250122235959_add_organization_id_to_workflows', 'apply'),
                            ('20250123000000_phase3_performance_indexes', 'blocked') $$, 'the table is missing still');
SELECT doesnt_match(note, 'organization_id', 'the column is not') FROM migrate_plan() WHERE action = 'blocked';

-- ---- the mend by hand: each index under a condition ----------------------------------------------------------------

SAVEPOINT mend;
SELECT lives_ok($$ SELECT * FROM migrate_unregister('20250123000000') $$, 'the index migration makes way');
SELECT results_eq($$ SELECT * FROM pg_temp.register('%', 'conditional') $$,
                  $$ VALUES ('20250123000000_phase3_performance_indexes', 'registered') $$, 'for its mend');
SELECT results_eq($$ SELECT migration, action FROM migrate_plan() $$,
                  $$ VALUES ('20250122235959_add_organization_id_to_workflows', 'apply'),
                            ('20250123000000_phase3_performance_indexes', 'apply') $$, 'which is not blocked');
SELECT matches(note, '\m15\M.*conditional|conditional.*\m15\M', 'the plan warns of 15 conditional objects')
FROM migrate_plan() WHERE migration LIKE '20250123%';
SELECT is(count(DISTINCT object), 15::bigint, 'they are read as such')
FROM migrate_dependencies('20250123000000')
WHERE relation = 'provides' AND kind = 'index' AND strength = 'conditional';
SELECT throws_like('SELECT migrate_apply()', '%verif%', 'verification notices what was passed over');
SELECT lives_ok($$ SELECT migrate_register('20250123000000_phase3_performance_indexes', verify => '',
                                            replace => true) $$, 'without verification');
SELECT is(count(*), 2::bigint, 'nobody would') FROM migrate_apply() WHERE status = 'applied';
SELECT ok(to_regclass('idx_active_integrations') IS NULL AND to_regclass('idx_integrations_failing') IS NULL
          AND to_regclass('idx_workflows_organization_status') IS NOT NULL,
          'the index is not there, and nothing said so');
ROLLBACK TO mend;

-- ---- the provider is registered: last, with nothing declared -------------------------------------------------------

SELECT results_eq($$ SELECT l.migration, l.action
                     FROM unnest('{%hardening,%monitoring,%integrations_table}'::text[]) AS name,
                          LATERAL pg_temp.register(name) AS l $$,
                  $$ VALUES ('20250123000002_phase3_security_hardening', 'registered'),
                            ('20250123000001_phase3_system_health_monitoring', 'registered'),
                            ('20250122000000_create_integrations_table', 'registered') $$,
                  'the rest is registered, the provider last');
CREATE TEMP TABLE expected (migration text, providers text[]);
INSERT INTO expected VALUES
    ('20250122000000_create_integrations_table', '{}'),
    ('20250122235959_add_organization_id_to_workflows', '{}'),
    ('20250123000000_phase3_performance_indexes',
     '{20250122000000_create_integrations_table,20250122235959_add_organization_id_to_workflows}'),
    ('20250123000001_phase3_system_health_monitoring',
     '{20250122000000_create_integrations_table,20250122235959_add_organization_id_to_workflows}'),
    ('20250123000002_phase3_security_hardening',
     '{20250122000000_create_integrations_table,20250123000001_phase3_system_health_monitoring}');
SELECT set_eq('SELECT * FROM pg_temp.inferred', 'SELECT migration, unnest(providers) FROM pg_temp.expected',
              'the graph is read from the scripts');
SELECT results_eq($$ SELECT step, migration, action, requires FROM migrate_plan() $$,
                  $$ SELECT row_number() OVER (ORDER BY migration)::integer, migration, 'apply', '{}'::text[]
                     FROM expected ORDER BY migration $$, 'five steps in order, nothing blocked, nothing declared');
SELECT is_empty($$ SELECT note FROM migrate_plan() WHERE note LIKE '%conditional%' $$,
                'IF NOT EXISTS is nothing to warn of');
SELECT is_empty($$ SELECT * FROM migrate_dependencies() WHERE relation = 'needs' AND strength = 'hard'
                   AND satisfied_by IS NULL $$, 'nothing is missing');
SELECT results_eq($$ SELECT migration FROM migrate_plan(only_these => '{20250123000000}') $$,
                  $$ VALUES ('20250122000000_create_integrations_table'),
                            ('20250122235959_add_organization_id_to_workflows'),
                            ('20250123000000_phase3_performance_indexes') $$, 'the indexes take along what they need');

-- ---- apply, verify -------------------------------------------------------------------------------------------------

SELECT results_eq($$ SELECT migration, status FROM migrate_apply() $$,
                  $$ SELECT migration, 'applied' FROM expected ORDER BY migration $$, 'one call applies all five');
CREATE TEMP TABLE applied AS SELECT pg_temp.catalog_lines() AS lines;
SELECT is_empty($$ SELECT * FROM migrate_verify() WHERE NOT ok $$, 'every check is ok');
SELECT lives_ok('SELECT migrate_check()', 'nothing is left to find');
SELECT pg_temp.schema_is(lines, 'verification changed nothing') FROM applied;

SELECT is(count(*), 11::bigint, 'integrations: 11 columns')
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = 'integrations';
SELECT policies_are('integrations', '{"Members can view integrations","Admins can create integrations",
    "Admins can update integrations","Admins can delete integrations"}'::name[], 'integrations: 4 policies');
SELECT triggers_are('integrations', '{update_integrations_updated_at}'::name[], 'integrations: 1 trigger');
SELECT is(count(*), 2::bigint, 'integrations: 2 constraints') FROM pg_constraint
WHERE conrelid = 'integrations'::regclass AND contype IN ('u', 'f');
SELECT is(count(*), 6::bigint, 'integrations: 4 indexes of its own, 2 of the index migration') FROM pg_index
WHERE indrelid = 'integrations'::regclass AND indexrelid NOT IN (SELECT conindid FROM pg_constraint);
SELECT is(count(*), 15::bigint, '15 performance indexes')
FROM regexp_matches((SELECT content FROM file WHERE folder = 'migrations' AND path LIKE '%indexes.sql'),
                    'CREATE INDEX IF NOT EXISTS (\w+)', 'g') AS match
WHERE to_regclass(match[1]) IS NOT NULL;
SELECT views_are('public', '{integration_health,workflow_health,system_health_overview}'::name[], '3 views');

SAVEPOINT dropped;
SELECT throws_like('DROP INDEX idx_active_integrations', '%idx_active_integrations%migrations rely on it%',
                   'the guard keeps the index');
SELECT lives_ok($$ SELECT migrate_guard_override('test') $$, 'unless told otherwise');
DROP INDEX idx_active_integrations;
SELECT results_eq($$ SELECT migration, count(*) FROM migrate_verify() WHERE NOT ok GROUP BY migration $$,
                  $$ VALUES ('20250123000000_phase3_performance_indexes', 3::bigint) $$,
                  'verification notices that the index is gone');
ROLLBACK TO dropped;

-- Scripts that can be run again: another time by hand, nothing changes.
SAVEPOINT again;
SELECT lives_ok($$ SELECT migrate_guard_override('test') $$, 'the guard lets the scripts replace what they made');
DO $$
DECLARE
    script text;
BEGIN
    FOR script IN SELECT content FROM pg_temp.file
                  WHERE folder = 'migrations' AND path !~ '\.(down|verify)\.' ORDER BY path LOOP
        EXECUTE script;
    END LOOP;
END
$$;
SELECT pg_temp.schema_is(lines, 'the scripts can be run again') FROM applied;
ROLLBACK TO again;

-- ---- the way back --------------------------------------------------------------------------------------------------

SELECT throws_ok($$ SELECT migrate_rollback(migration => '20250122000000') $$, 'MG011', NULL,
                 'the table cannot go while others stand on it');
SELECT results_eq($$ SELECT migration FROM migrate_rollback(migration => '20250122000000', cascade => true) $$,
                  $$ VALUES ('20250123000002_phase3_security_hardening'),
                            ('20250123000001_phase3_system_health_monitoring'),
                            ('20250123000000_phase3_performance_indexes'),
                            ('20250122000000_create_integrations_table') $$, 'cascade takes them along');
SELECT results_eq($$ SELECT migration, status FROM migrate_apply() $$,
                  $$ SELECT migration, 'applied' FROM expected WHERE migration NOT LIKE '%workflows' ORDER BY 1 $$,
                  'and back');
SELECT pg_temp.schema_is(lines, 'the schema is what it was') FROM applied;
SELECT results_eq($$ SELECT migration, action FROM migrate_redo() $$,
                  $$ VALUES ('20250123000002_phase3_security_hardening', 'rollback'),
                            ('20250123000002_phase3_security_hardening', 'apply') $$, 'redo of the last one');
SELECT pg_temp.schema_is(lines, 'leaves the same schema') FROM applied;
SELECT is(count(*), 5::bigint, 'everything goes')
FROM migrate_rollback(options => '{"all": true, "reason": "test"}') WHERE status = 'rolled back';
SELECT pg_temp.schema_is(lines, 'the schema is what it was before the first migration') FROM before;
SELECT is(count(*), 5::bigint, 'and comes again') FROM migrate_apply() WHERE status = 'applied';
SELECT pg_temp.schema_is(lines, 'the schema is the same') FROM applied;
SELECT ok(bool_and(ok), 'the chain of the history holds') FROM migrate_verify_history();

SELECT * FROM finish();
ROLLBACK;
