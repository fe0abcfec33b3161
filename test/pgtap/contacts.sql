-- examples/contacts: eight migrations with shuffled versions, registered in reverse, with nothing declared. The graph
-- is read from the scripts, and order, apply, verification and each way back follow from it. In one transaction that
-- is undone. Run from the root of the sources.
\set files `cd examples/contacts/migrations && ls *.sql | tr '\n' ' '`
\set texts `cd examples/contacts/migrations && for file in *.sql; do base64 <"$file" | tr -d '\n'; printf ' '; done`
BEGIN;
SELECT plan(74);
\ir ../../examples/prelude.sql
\ir ../../examples/contacts/prelude.sql
\ir catalog_lines.psql

-- Which migration needs which: see examples/contacts/README.md.
CREATE TEMP TABLE graph (number integer, name text, needs integer[], shuffled integer);
INSERT INTO graph VALUES
    (1, 'create_contacts_table', '{}', 7),
    (2, 'create_contact_channels_table', '{1}', 4),
    (3, 'create_contact_groups_tables', '{1}', 5),
    (4, 'create_agent_contact_permissions', '{1}', 6),
    (5, 'create_contact_interactions_table', '{1}', 3),
    (6, 'create_contact_import_tables', '{}', 2),
    (7, 'create_contact_functions', '{1,2,3,4,5,6}', 8),
    (8, 'create_contact_rls_policies', '{1,2,3,4,5,6}', 1);
ALTER TABLE graph ADD migration text GENERATED ALWAYS AS ('2025091600000' || shuffled || '_' || name) STORED;

CREATE TEMP TABLE file AS
SELECT path, content, graph.migration, replace(path, '2025091600000' || number, '2025091600000' || shuffled) AS new_path
FROM (SELECT path, convert_from(decode(text, 'base64'), 'UTF8') AS content, substring(path FROM '\d{14}') AS version
      FROM unnest(string_to_array(rtrim(:'files'), ' '), string_to_array(rtrim(:'texts'), ' ')) AS file (path, text))
     AS file
JOIN graph ON version = '2025091600000' || number;
SELECT is(count(*), 24::bigint, 'twenty-four files') FROM file;
SELECT is_empty($$ SELECT path FROM file WHERE content ~* '^--\s*(requires|conflicts)' $$, 'nothing is declared');
SELECT is_empty($$ SELECT path FROM file WHERE cardinality(string_to_array(content, E'\n')) > 301 $$,
                'no file is longer than 300 lines');

CREATE TEMP TABLE before AS SELECT pg_temp.catalog_lines() AS lines;

-- ---- register: the last one first ----------------------------------------------------------------------------------

SELECT results_eq(
    $$ SELECT l.migration, l.action, cardinality(l.files)
       FROM (SELECT migration, array_agg(new_path) AS paths, array_agg(content) AS contents
             FROM file GROUP BY migration ORDER BY migration DESC) AS one,
            LATERAL migrate_register_files(one.paths, one.contents) AS l $$,
    $$ SELECT migration, 'registered', 3 FROM graph ORDER BY migration DESC $$,
    'registered in reverse, versions shuffled');
SELECT results_eq($$ SELECT migration, requires FROM migrate_status() $$,
                  $$ SELECT migration, '{}'::text[] FROM graph ORDER BY migration $$, 'nothing is required by word');

-- ---- the graph -----------------------------------------------------------------------------------------------------

CREATE TEMP VIEW inferred AS
SELECT DISTINCT d.migration, d.satisfied_by AS provider
FROM migrate_dependencies() AS d
WHERE d.relation <> 'provides' AND d.satisfied_by IN (SELECT g.migration FROM graph g);
SELECT set_eq('SELECT * FROM pg_temp.inferred',
              $$ SELECT g.migration, n.migration AS provider FROM graph g JOIN graph n ON n.number = ANY (g.needs) $$,
              'the inferred graph is the one of the tables');
SELECT is_empty($$ SELECT * FROM migrate_dependencies() WHERE relation = 'needs' AND satisfied_by IS NULL $$,
                'nothing is missing');
SELECT set_eq(
    $$ SELECT g.name, regexp_replace(d.object, '^public\.', '')
       FROM migrate_dependencies() AS d JOIN graph g USING (migration)
       WHERE d.relation = 'needs' AND d.kind IN ('table', 'relation') AND d.strength = 'hard' AND g.number <= 6
         AND d.satisfied_by <> 'same migration' $$,
    $$ VALUES ('create_contacts_table', 'auth.users'),
              ('create_contact_channels_table', 'contacts'),
              ('create_contact_groups_tables', 'auth.users'), ('create_contact_groups_tables', 'contacts'),
              ('create_agent_contact_permissions', 'auth.users'), ('create_agent_contact_permissions', 'agents'),
              ('create_agent_contact_permissions', 'contacts'),
              ('create_contact_interactions_table', 'agents'), ('create_contact_interactions_table', 'contacts'),
              ('create_contact_import_tables', 'auth.users') $$,
    'tables need what the diagram says');
SELECT set_eq(
    $$ SELECT regexp_replace(d.object, '^public\.', '')
       FROM migrate_dependencies() AS d JOIN graph g USING (migration)
       WHERE d.relation = 'provides' AND d.kind = 'table' $$,
    $$ SELECT unnest('{contacts,contact_communication_channels,contact_groups,contact_group_memberships,
        agent_contact_permissions,agent_specific_contact_access,contact_interactions,contact_import_jobs}'::text[]) $$,
    'eight tables are provided');
SELECT bag_has(
    $$ SELECT regexp_replace(object, '^public\.', '') FROM migrate_dependencies()
       WHERE relation = 'needs' AND migration LIKE '%rls_policies' $$,
    $$ VALUES ('agents'), ('agent_contact_permissions'), ('agent_specific_contact_access') $$,
    'the policy on contacts needs the three that it joins');
SELECT is(strength, 'late', 'the body of a PL/pgSQL function is a late need')
FROM migrate_dependencies() WHERE migration LIKE '%functions' AND object LIKE '%contact_import_jobs' LIMIT 1;

-- ---- plan, apply ---------------------------------------------------------------------------------------------------

CREATE TEMP TABLE planned AS SELECT * FROM migrate_plan();
SELECT is(count(*), 8::bigint, 'eight steps') FROM planned WHERE action = 'apply';
SELECT is_empty($$ SELECT i.migration, i.provider FROM pg_temp.inferred i
                   JOIN planned step USING (migration) JOIN planned earlier ON earlier.migration = i.provider
                   WHERE earlier.step > step.step $$, 'each after what it needs');
SELECT set_eq($$ SELECT g.name FROM planned JOIN graph g USING (migration) WHERE step > 6 $$,
              $$ VALUES ('create_contact_functions'), ('create_contact_rls_policies') $$,
              'functions and policies last');
SELECT set_eq($$ SELECT migration FROM planned WHERE because LIKE 'out of version order: needs %' $$,
              $$ SELECT migration FROM graph WHERE number NOT IN (1, 6, 7) $$, 'five say why they stand so late');
SELECT results_eq($$ SELECT step, migration, status FROM migrate_apply() $$,
                  $$ SELECT step, migration, 'applied' FROM planned ORDER BY step $$, 'one call applies all eight');
CREATE TEMP TABLE applied AS SELECT pg_temp.catalog_lines() AS lines;
SELECT is_empty($$ SELECT * FROM migrate_verify() WHERE NOT ok $$, 'every check is ok');
SELECT lives_ok('SELECT migrate_check()', 'nothing is left to find');
SELECT pg_temp.schema_is(lines, 'verification changed nothing') FROM applied;

-- ---- with data like production's, as several people ----------------------------------------------------------------

\ir ../../examples/contacts/data.sql
SELECT is(count(*), 1500::bigint, 'fifteen hundred contacts') FROM contacts;
-- how many contacts, contacts with channels, interactions, permissions, imports, memberships
CREATE FUNCTION pg_temp.seen_by(person text) RETURNS bigint[] LANGUAGE plpgsql AS $$
DECLARE
    seen bigint[];
BEGIN
    PERFORM set_config('request.jwt.claim.sub',
                       coalesce((SELECT id::text FROM auth.users WHERE email LIKE person || '@%'), ''), true);
    SET LOCAL ROLE authenticated;
    seen := ARRAY[(SELECT count(*) FROM public.contacts),
                  (SELECT count(DISTINCT contact_id) FROM public.contact_communication_channels),
                  (SELECT count(*) FROM public.contact_interactions),
                  (SELECT count(*) FROM public.agent_contact_permissions),
                  (SELECT count(*) FROM public.contact_import_jobs),
                  (SELECT count(*) FROM public.contact_group_memberships)];
    RESET ROLE;
    RETURN seen;
END
$$;
SELECT is(pg_temp.seen_by('ada'), '{500,500,1500,2,1,250}', 'Ada sees her own');
SELECT is(pg_temp.seen_by('ben'), '{500,500,1500,1,1,250}', 'Ben sees his own');
SELECT is(pg_temp.seen_by('scribe'), '{480,480,1440,1,0,0}', 'Scribe sees Ada''s contacts but those of a company');
SELECT is(pg_temp.seen_by('caller'), '{2,2,6,1,0,0}', 'Caller sees two of Ada''s contacts');
SELECT is(pg_temp.seen_by('porter'), '{500,500,1500,1,0,0}', 'Porter sees all of Ben''s contacts');
SELECT is(pg_temp.seen_by('nobody'), '{0,0,0,0,0,0}', 'nobody sees anything');
SELECT is(count(*), 20::bigint, 'a search finds people of a company')
FROM search_contacts_for_agent('40000000-0000-4000-8000-000000000001', 'company 7') WHERE organization = 'Company 7';
SELECT is_empty($$ SELECT * FROM migrate_verify() WHERE NOT ok $$, 'every check is ok in a full database');

-- ---- each way back, and there again --------------------------------------------------------------------------------

CREATE TEMP TABLE saved AS SELECT to_jsonb(channel) AS channel FROM contact_communication_channels AS channel;
CREATE FUNCTION pg_temp.there_and_back(one text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
    taken text[];
BEGIN
    IF EXISTS (SELECT FROM pg_temp.inferred WHERE provider = one) THEN
        RETURN NEXT throws_ok(format('SELECT migrate_rollback(migration => %L)', one), 'MG011', NULL,
                              one || ' cannot go while others need it');
    ELSE
        RETURN NEXT pass(one || ' is needed by nobody');
    END IF;
    taken := ARRAY(SELECT migration FROM migrate_rollback(migration => one, cascade => true));
    RETURN NEXT set_eq(format('SELECT unnest(%L::text[])', taken),
                       format('SELECT %L UNION SELECT migration FROM pg_temp.inferred WHERE provider = %L', one, one),
                       'those that need it go with it');
    RETURN NEXT is(taken[cardinality(taken)], one, 'it goes last');
    RETURN NEXT results_eq('SELECT count(*) FROM migrate_apply()',
                           format('VALUES (%s::bigint)', cardinality(taken)), 'they come again');
    RETURN NEXT pg_temp.schema_is((SELECT lines FROM pg_temp.applied), 'the schema is what it was');
END
$$;
SELECT pg_temp.there_and_back(migration) FROM graph WHERE number = 2;
SELECT bag_eq('SELECT to_jsonb(channel) FROM contact_communication_channels AS channel', 'SELECT channel FROM saved',
              'channels are back with their data');
SELECT pg_temp.there_and_back(migration) FROM graph WHERE number IN (3, 4, 5, 6, 7, 8) ORDER BY number DESC;
SELECT pg_temp.there_and_back(migration) FROM graph WHERE number = 1;

-- ---- all the way back ----------------------------------------------------------------------------------------------

SELECT is(count(*), 8::bigint, 'everything goes')
FROM migrate_rollback(options => '{"all": true, "reason": "test"}') WHERE status = 'rolled back';
SELECT pg_temp.schema_is(lines, 'the schema is what it was before the first migration') FROM before;
SELECT is(count(*), 8::bigint, 'and comes again') FROM migrate_apply() WHERE status = 'applied';
SELECT pg_temp.schema_is(lines, 'the schema is the same') FROM applied;
SELECT ok(bool_and(ok), 'the chain of the history holds') FROM migrate_verify_history();

SELECT * FROM finish();
ROLLBACK;
