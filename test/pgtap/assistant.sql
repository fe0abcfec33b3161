-- examples/assistant from files to nothing and back, in one transaction that is undone. Run from the root of the
-- sources.
\set files `cd examples/assistant/migrations && ls *.sql | tr '\n' ' '`
\set texts `cd examples/assistant/migrations && for file in *.sql; do base64 <"$file" | tr -d '\n'; printf ' '; done`
\set sums `cd examples/assistant/migrations && sha256sum 00?_create_*_table.sql | tr '\n' ' '`
BEGIN;
SELECT plan(54);
\ir ../../examples/prelude.sql
\ir ../../examples/assistant/prelude.sql
\ir catalog_lines.psql

CREATE TEMP TABLE file AS
SELECT path, convert_from(decode(text, 'base64'), 'UTF8') AS content
FROM unnest(string_to_array(rtrim(:'files'), ' '), string_to_array(rtrim(:'texts'), ' ')) AS file (path, text);
SELECT is(count(*), 12::bigint, 'twelve files') FROM file;

CREATE TEMP TABLE before AS SELECT pg_temp.catalog_lines() AS lines;

-- ---- register -------------------------------------------------------------------------------------------------------

SELECT results_eq(
    $$ SELECT migration, action, cardinality(files), error, line
       FROM migrate_register_files(ARRAY(SELECT path FROM file), ARRAY(SELECT content FROM file)) $$,
    $$ VALUES ('003_create_conversations_table', 'registered', 3, NULL::text, NULL::integer),
              ('004_create_messages_table', 'registered', 3, NULL, NULL),
              ('005_create_feedback_table', 'registered', 3, NULL, NULL),
              ('006_create_usage_metrics_table', 'registered', 3, NULL, NULL) $$,
    'twelve files become four migrations');
SELECT results_eq(
    $$ SELECT migration, state, requires, has_down, has_verify, applied_at FROM migrate_status() $$,
    $$ VALUES ('003_create_conversations_table', 'pending', '{}'::text[], true, true, NULL::timestamptz),
              ('004_create_messages_table', 'pending', '{003_create_conversations_table}', true, true, NULL),
              ('005_create_feedback_table', 'pending', '{004_create_messages_table}', true, true, NULL),
              ('006_create_usage_metrics_table', 'pending', '{}', true, true, NULL) $$,
    'all are pending, requirements are resolved to identifiers');
SELECT bag_eq($$ SELECT text_checksum FROM migrate_status() $$,
              format($$ SELECT match[1] FROM regexp_matches(%L, '([0-9a-f]{64})', 'g') AS match $$, :'sums'),
              'text_checksum is what sha256sum says');
SELECT bag_eq($$ SELECT action FROM migrate_register_files(ARRAY(SELECT path FROM file), ARRAY(SELECT content
    FROM file)) $$,
              $$ VALUES ('unchanged'), ('unchanged'), ('unchanged'), ('unchanged') $$,
                  'the same files again change nothing');

-- ---- plan -----------------------------------------------------------------------------------------------------------

SELECT results_eq(
    $$ SELECT step, migration, action, transactional, out_of_order, note FROM migrate_plan() $$,
    $$ VALUES (1, '003_create_conversations_table', 'apply', true, false, NULL::text),
              (2, '004_create_messages_table', 'apply', true, false, NULL),
              (3, '005_create_feedback_table', 'apply', true, false, NULL),
              (4, '006_create_usage_metrics_table', 'apply', true, false, NULL) $$,
    'the plan follows the chain');
SELECT results_eq($$ SELECT migration FROM migrate_plan('005') $$,
                  $$ VALUES ('003_create_conversations_table'), ('004_create_messages_table'),
                      ('005_create_feedback_table') $$,
                  'a plan up to 005');
SELECT results_eq($$ SELECT migration FROM migrate_plan(only_these => '{004}') $$,
                  $$ VALUES ('003_create_conversations_table'), ('004_create_messages_table') $$,
                  'only 004 needs 003 as well');
SELECT results_eq($$ SELECT migration FROM migrate_plan(only_these => '{006}') $$,
                  $$ VALUES ('006_create_usage_metrics_table') $$, 'only 006 needs nobody');
SELECT pg_temp.schema_is(lines, 'registering and planning changed nothing') FROM before;
SELECT throws_ok('SELECT migrate_check()', 'MG013', NULL, 'four pending migrations are findings');

-- ---- apply ----------------------------------------------------------------------------------------------------------

SELECT results_eq(
    $$ SELECT step, migration, action, status FROM migrate_apply(options => '{"reason": "test"}') $$,
    $$ VALUES (1, '003_create_conversations_table', 'apply', 'applied'), (2, '004_create_messages_table', 'apply',
        'applied'),
              (3, '005_create_feedback_table', 'apply', 'applied'), (4, '006_create_usage_metrics_table', 'apply',
                  'applied') $$,
    'one call applies all four');
CREATE TEMP TABLE applied AS SELECT pg_temp.catalog_lines() AS lines;
SELECT lives_ok('SELECT migrate_check()', 'nothing is left to find');
SELECT is(action, 'none', 'nothing is left to apply') FROM migrate_apply();
SELECT is(current_setting('search_path'), '"$user", public', 'search_path is as it was');
SELECT is(current_user, session_user, 'the role is as it was');

SELECT has_table(name) FROM unnest('{conversations,messages,feedback,usage_metrics}'::name[]) AS name;
SELECT has_materialized_view(name) FROM unnest('{message_feedback_summary,monthly_usage_summary}'::name[]) AS name;
SELECT has_view('current_day_usage'::name);
SELECT has_function('increment_usage_metrics', '{uuid,uuid,date,integer,integer,numeric}'::name[]);
SELECT has_trigger('conversations', 'trigger_conversations_updated_at');
SELECT has_trigger('messages', 'trigger_messages_update_conversation');
SELECT is(count(*), 4::bigint, 'four policies on ' || name)
FROM unnest('{conversations,messages,feedback,usage_metrics}'::name[]) AS name LEFT JOIN pg_policies ON tablename = name
GROUP BY name;

-- ---- verify ---------------------------------------------------------------------------------------------------------

SELECT results_eq($$ SELECT migration, bool_and(ok), count(*) > 10 FROM migrate_verify() GROUP BY migration
    ORDER BY migration $$,
                  $$ SELECT migration, true, true FROM migrate_status() $$, 'every check of every migration is ok');
SELECT lives_ok('SELECT migrate_verify(strict => true)', 'strict verification is content');
SELECT is((SELECT count(*) FROM conversations) + (SELECT count(*) FROM messages) + (SELECT count(*)
    FROM tenants), 2::bigint,
          'test rows of the checks are gone');
SELECT pg_temp.schema_is(lines, 'verification changed nothing') FROM applied;

SAVEPOINT broken;
ALTER TABLE messages DISABLE ROW LEVEL SECURITY;
SELECT set_eq($$ SELECT migration, check_name FROM migrate_verify() WHERE NOT ok $$,
              $$ VALUES ('004_create_messages_table', 'row level security is on'),
                        ('004_create_messages_table', 'a user of another tenant sees none of them'),
                        ('004_create_messages_table', 'statement 19 (DO)') $$,
              'verification notices that row level security is off');
SELECT throws_ok('SELECT migrate_verify(strict => true)', 'MG010', NULL, 'strict verification raises');
ROLLBACK TO broken;

-- ---- tenant isolation, with the application's own people ------------------------------------------------------------

INSERT INTO conversations (id, tenant_id, user_id, title)
SELECT id, tenant_id, id, 'of ' || display_name FROM users;
INSERT INTO messages (conversation_id, tenant_id, role, content)
SELECT id, tenant_id, 'user', 'hello' FROM conversations;
CREATE FUNCTION pg_temp.seen_by(person text) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    seen bigint[];
BEGIN
    PERFORM set_config('request.jwt.claim.sub', coalesce((SELECT id::text FROM public.users
        WHERE display_name = person), ''), true);
    SET LOCAL ROLE authenticated;
    seen := ARRAY[(SELECT count(*) FROM public.conversations), (SELECT count(*) FROM public.messages)];
    RESET ROLE;
    RETURN seen;
END
$$;
SELECT is(pg_temp.seen_by('Ada'), '{2,2}', 'Ada sees the two conversations of her tenant');
SELECT is(pg_temp.seen_by('Ben'), '{2,2}', 'and so does Ben');
SELECT is(pg_temp.seen_by('Cleo'), '{1,1}', 'Cleo sees the one of hers');
SELECT is(pg_temp.seen_by('Nobody'), '{0,0}', 'nobody sees anything');

-- ---- roll back ------------------------------------------------------------------------------------------------------

SELECT throws_ok($$ SELECT migrate_rollback(migration => '004') $$, 'MG011', NULL, '004 cannot go while 005 needs it');
SELECT results_eq($$ SELECT migration FROM migrate_plan(direction => 'down') $$,
                  $$ SELECT migration FROM migrate_status() ORDER BY migration DESC $$, 'the way back is planned');
SELECT results_eq($$ SELECT step, migration, action, status
    FROM migrate_rollback(migration => '004', cascade => true) $$,
                  $$ VALUES (1, '005_create_feedback_table', 'rollback', 'rolled back'),
                            (2, '004_create_messages_table', 'rollback', 'rolled back') $$, 'cascade takes 005 along');
SELECT results_eq($$ SELECT migration, action FROM migrate_apply() $$,
                  $$ VALUES ('004_create_messages_table', 'apply'), ('005_create_feedback_table', 'apply') $$,
                      'and back');
SELECT pg_temp.schema_is(lines, 'the schema is what it was') FROM applied;
SELECT results_eq($$ SELECT migration FROM migrate_rollback(options => '{"all": true, "reason": "test"}') $$,
                  $$ VALUES ('005_create_feedback_table'), ('004_create_messages_table'),
                            ('006_create_usage_metrics_table'), ('003_create_conversations_table') $$,
                  'everything goes, in reverse order of application');
SELECT pg_temp.schema_is(lines, 'the schema is what it was before the first migration') FROM before;
SELECT is(count(*), 3::bigint, 'the people are still there') FROM users;

-- ---- and again ------------------------------------------------------------------------------------------------------

SELECT is(count(*), 4::bigint, 'all four are applied again') FROM migrate_apply() WHERE status = 'applied';
SELECT pg_temp.schema_is(lines, 'the schema is the same') FROM applied;
SELECT results_eq($$ SELECT migration, action FROM migrate_redo() $$,
                  $$ VALUES ('006_create_usage_metrics_table', 'rollback'), ('006_create_usage_metrics_table',
                      'apply') $$,
                  'redo takes the last one back and applies it');
SELECT pg_temp.schema_is(lines, 'redo leaves the same schema') FROM applied;
SELECT results_eq($$ SELECT action, count(*) FROM migrate_history() GROUP BY action ORDER BY action $$,
                  $$ VALUES ('apply', 11::bigint), ('register', 4), ('rollback', 7) $$, 'everything is on record');
SELECT ok(bool_and(ok), 'the chain of the history holds') FROM migrate_verify_history();

SELECT * FROM finish();
ROLLBACK;
