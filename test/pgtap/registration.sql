-- Registering the same again changes nothing and leaves no trace; whatever differs is seen, and where one field ends
-- and the next begins matters.
BEGIN;
SELECT plan(78);

CREATE TEMP TABLE field (migration text, up text, down text, verify text, requires text[], conflicts text[],
    description text);
INSERT INTO field VALUES
    ('01_bare', 'SELECT 1', NULL, NULL, '{}', '{}', NULL),
    ('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{01_bare}', '{99_never}', 'two'),
    ('03_odd "quotes" ''and'' more;', E'SELECT ''\\n\\t''\r\n;\n', E'/* */ SELECT 1\n', E'\n\nSELECT 1',
        '{"02_full","no such, \"thing\""}', '{}', E'line\nbreak'),
    ('04_unicode_äöü_数据', 'SELECT ''äöü数据''', 'SELECT U&''\0441''', NULL, '{}', '{}', '数据'),
    (repeat('5', 30) || '_' || repeat('long', 250), 'SELECT 5', NULL, NULL, '{1}', '{}', NULL),
    (E'06_with\nnewline', 'BEGIN; SELECT 6; COMMIT;', 'BEGIN; SELECT 6; END', 'BEGIN; SELECT true; ROLLBACK', '{}',
        '{}', NULL),
    ('zz no version', 'DO $do$ BEGIN PERFORM 1; END $do$', NULL, NULL, '{}', '{}', ''),
    ('🙂', 'SELECT 1', 'SELECT 1', 'SELECT 1', '{}', '{}', 'emoji');

CREATE FUNCTION pg_temp.register_all(again boolean) RETURNS SETOF migrate.registration
LANGUAGE sql
AS $$
    SELECT r.* FROM field AS f, LATERAL migrate_register(f.migration, f.up, f.down, f.verify, f.requires, f.conflicts,
        f.description,
                                                         replace => again) AS r
$$;
CREATE FUNCTION pg_temp.record() RETURNS text
LANGUAGE sql
AS $$
    SELECT concat_ws('/', (SELECT count(*) FROM migrate.history), (SELECT digest FROM migrate.head),
                     (SELECT md5(string_agg(m::text, '' ORDER BY id)) FROM migrate.migration m),
                     (SELECT md5(string_agg(s::text, '' ORDER BY checksum)) FROM migrate.script s))
$$;

CREATE TEMP TABLE first AS SELECT * FROM pg_temp.register_all(false);
SELECT is(action, 'registered', 'registered: ' || translate(left(migration, 40), E'\n', ' ')) FROM first;
CREATE TEMP TABLE unchanged AS SELECT pg_temp.record() AS record;
SELECT is(action, 'unchanged', 'the same again: ' || translate(left(migration, 40), E'\n', ' '))
FROM pg_temp.register_all(false);
SELECT is(action, 'unchanged', 'the same again with replace: ' || translate(left(migration, 40), E'\n', ' '))
FROM pg_temp.register_all(true);
SELECT set_eq(
    'SELECT migration, text_checksum, statement_checksum, statements, transactional FROM pg_temp.register_all(false)',
              'SELECT migration, text_checksum, statement_checksum, statements, transactional FROM first',
                  'with the same checksums');
SELECT is(pg_temp.record(), record, 'nothing was written, neither history nor scripts') FROM unchanged;
SELECT set_eq('SELECT text_checksum FROM first', $$ SELECT encode(sha256(convert_to(up, 'UTF8')), 'hex') FROM field $$,
              'text_checksum is the SHA-256 of the exact script');
SELECT set_eq('SELECT migration, requires, has_down, has_verify FROM migrate_status()',
              'SELECT migration, requires, down IS NOT NULL AS has_down, verify IS NOT NULL AS has_verify FROM field',
                  'what was given is what is there');

-- ---- what differs, is seen ------------------------------------------------------------------------------------------

CREATE TEMP TABLE change (what text, call text);
INSERT INTO change VALUES
    ('up',          $$ migrate_register('02_full', 'SELECT 22', 'SELECT -2', 'SELECT true AS two', '{01_bare}',
        '{99_never}', 'two' $$),
    ('a space',     $$ migrate_register('02_full', 'SELECT 2 ', 'SELECT -2', 'SELECT true AS two', '{01_bare}',
        '{99_never}', 'two' $$),
    ('down',        $$ migrate_register('02_full', 'SELECT 2', 'SELECT -3', 'SELECT true AS two', '{01_bare}',
        '{99_never}', 'two' $$),
    ('verify',      $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS Two_', '{01_bare}',
        '{99_never}', 'two' $$),
    ('requires',    $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{01_bare,3}',
        '{99_never}', 'two' $$),
    ('conflicts',   $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{01_bare}',
        '{99_never,98}', 'two' $$),
    ('description', $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{01_bare}',
        '{99_never}', 'Two' $$),
    ('a comma',     $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{"01_bare,"}',
        '{99_never}', 'two' $$),
    ('the boundary of lists',       $$ migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two',
        '{01_bare,99_never}', '{""}', 'two' $$);
SELECT throws_matching('SELECT ' || call || ')', 'other content', what || ' differs: refused without replace')
FROM change;
SELECT is(pg_temp.record(), record, 'refusals write nothing') FROM unchanged;
SELECT migrate_register('07_border', 'SELECT 1;', 'SELECT 2;SELECT 3') \g /dev/null
SELECT throws_ok($$ SELECT migrate_register('07_border', 'SELECT 1;SELECT 2;', 'SELECT 3') $$, 'MG005', NULL,
                 'the same text with the border of up and down elsewhere is another registration');

CREATE FUNCTION pg_temp.replaced(call text) RETURNS text[]
LANGUAGE plpgsql
AS $$
DECLARE
    before text := pg_temp.record();
    actions text[];
BEGIN
    EXECUTE format('SELECT ARRAY[(SELECT action FROM %s, replace => true)), (SELECT action FROM %s, replace => true))]',
        call, call) INTO actions;
    PERFORM migrate_register(migration, up, down, verify, requires, conflicts, description, replace => true)
    FROM field WHERE migration = '02_full';
    RETURN actions;
END
$$;
SELECT is(pg_temp.replaced(call), '{replaced,unchanged}', what || ' differs: replaced, and then unchanged') FROM change;
SELECT is(action, 'unchanged', 'and back') FROM pg_temp.register_all(false) WHERE migration = '02_full';
SELECT is(count(DISTINCT detail), 9::bigint, 'every revision has a digest of its own') FROM migrate_history('02_full')
WHERE action IN ('register', 'replace');
SELECT isnt(a.text_checksum, b.text_checksum, 'a space changes the checksum of the text')
FROM first AS a, migrate_register('02_full', 'SELECT 2 ', replace => true) AS b WHERE a.migration = '02_full';
SELECT is(a.statement_checksum, b.statement_checksum, 'but not that of the statements')
FROM first AS a, migrate_register('02_full', '/* two */ SELECT  2 -- too', replace => true) AS b
WHERE a.migration = '02_full';
SELECT isnt(a.statement_checksum, b.statement_checksum, 'a literal does')
FROM first AS a, migrate_register('02_full', 'SELECT ''2''', replace => true) AS b WHERE a.migration = '02_full';

-- ---- what is omitted is kept, what is empty is removed --------------------------------------------------------------

SELECT migrate_register('02_full', 'SELECT 2', 'SELECT -2', 'SELECT true AS two', '{01_bare}', '{99_never}', 'two',
    replace => true) \g /dev/null
SELECT is(action, 'unchanged', 'with replace, what is omitted is kept')
FROM migrate_register('02_full', 'SELECT 2', replace => true);
SELECT is(action, 'replaced', 'an empty string removes')
FROM migrate_register('02_full', 'SELECT 2', down => '', verify => '', requires => '{""}', replace => true);
SELECT results_eq($$ SELECT has_down, has_verify, requires FROM migrate_status() WHERE migration = '02_full' $$,
                  $$ VALUES (false, false, '{}'::text[]) $$, 'down, verify and requires are gone');
SELECT throws_ok($$ SELECT migrate_register('02_full', 'SELECT 2', down => 'SELECT 1') $$, 'MG005', NULL,
    'without replace nothing comes back');

-- ---- applied ones are frozen, as far as statements go ---------------------------------------------------------------

SELECT is(count(*), 1::bigint, 'one is applied') FROM migrate_apply('01') WHERE status = 'applied';
SELECT is(action, 'unchanged', 'the same again') FROM migrate_register('01_bare', 'SELECT 1');
SELECT throws_ok($$ SELECT migrate_register('01_bare', 'SELECT 11', replace => true) $$, 'MG006', NULL,
    'other statements are refused');
SELECT is(action, 'amended', 'a comment is accepted')
FROM migrate_register('01_bare', 'SELECT 1 -- one', replace => true);
SELECT is(action, 'unchanged', 'once') FROM migrate_register('01_bare', 'SELECT 1 -- one', replace => true);
SELECT is(action, 'amended', 'so is a down script')
FROM migrate_register('01_bare', 'SELECT 1 -- one', down => 'SELECT -1', replace => true);
SELECT is(count(*), 1::bigint, 'which serves to roll back') FROM migrate_rollback() WHERE status = 'rolled back';
SELECT is(action, 'replaced', 'and then statements can change')
FROM migrate_register('01_bare', 'SELECT 11', replace => true);

-- ---- nonsense -------------------------------------------------------------------------------------------------------

SELECT throws_ok(format('SELECT migrate_register(%s)', arguments), state, NULL, 'refused: ' || arguments)
FROM (VALUES ($$'', 'SELECT 1'$$, 'MG001'),
             ($$NULL, 'SELECT 1'$$, 'MG001'),
             ($$'x', NULL$$, 'MG001'),
             ($$'x', 'SELEC 1'$$, '42601'),
             ($$'x', 'SELECT 1', 'SELEC 1'$$, '42601'),
             ($$'x', 'SELECT 1', NULL, 'SELEC 1'$$, '42601'),
             ($$'x', 'COMMIT; SELECT 1'$$, 'MG004'),
             ($$'x', 'COPY a FROM STDIN'$$, 'MG004'),
             ($$'x', 'SELECT migrate_apply()'$$, 'MG004'),
             ($$'x', 'DROP SCHEMA migrate CASCADE'$$, 'MG004'),
             ($$'x', 'SELECT 1', options => '{"colour": 1}'$$, 'MG017')) AS nonsense (arguments, state);
SELECT is(count(*), 0::bigint, 'none of it is registered') FROM migrate_status() WHERE migration IN ('x', '');
SELECT ok(bool_and(ok), 'the history holds') FROM migrate_verify_history();
SELECT * FROM finish();
ROLLBACK;
