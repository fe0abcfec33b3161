-- The guard in every mode: what each kind of finding comes to, for a role that has no rights of pg_strata's.
BEGIN;
SELECT * FROM no_plan();

CREATE ROLE strata_dev;
GRANT ALL ON SCHEMA public TO strata_dev;
SELECT is((SELECT count(*) FROM migrate_register('001_applied', $$
    CREATE TABLE owned (id int PRIMARY KEY, a text);
    CREATE VIEW seen AS SELECT a FROM owned;
    ALTER TABLE owned OWNER TO strata_dev;
    ALTER VIEW seen OWNER TO strata_dev$$)), 1::bigint, 'set-up');
SELECT is((SELECT status FROM migrate_apply()), 'applied', 'set-up');
SELECT is((SELECT count(*) FROM migrate_register('002_pending',
    'CREATE TABLE later (id int PRIMARY KEY); CREATE INDEX ON free (a)')), 1::bigint, 'set-up');
SELECT ok(NOT has_schema_privilege('strata_dev', 'migrate', 'USAGE'), 'strata_dev has no rights of pg_strata''s');
CREATE TABLE free (id int PRIMARY KEY, a text, b text);
CREATE VIEW on_free AS SELECT b FROM free;
ALTER TABLE free OWNER TO strata_dev;
ALTER VIEW on_free OWNER TO strata_dev;

-- What comes of a statement of strata_dev's: "ok", or the SQLSTATE of its error; then what was observed, which must
-- have the mode and the role. All is undone.
CREATE FUNCTION pg_temp.outcome(statement text, wanted_mode text DEFAULT 'enforce') RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    observed text;
BEGIN
    SET LOCAL client_min_messages = error;
    SET LOCAL ROLE strata_dev;
    EXECUTE statement;
    RESET ROLE;
    SELECT string_agg(concat_ws(' ', finding, object_kind, object, nullif(mode, wanted_mode),
                                nullif(run_as, 'strata_dev')), ', ' ORDER BY finding, object)
      INTO observed FROM migrate.observed;
    RAISE EXCEPTION '%', concat_ws(': ', 'ok', observed) USING ERRCODE = 'P9999';
EXCEPTION
    WHEN SQLSTATE 'P9999' THEN RETURN SQLERRM;
    WHEN OTHERS THEN RETURN SQLSTATE;
END
$$;

-- "passing": in modes warn and log, and under an override; what is observed then.
CREATE TEMP TABLE expectation (statement text, enforce text, passing text, off text);
INSERT INTO expectation VALUES
    ('CREATE TABLE r (id int REFERENCES later)',   'MG021', '42P01',                              '42P01'),
    ('CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS ''BEGIN PERFORM * FROM later; END''',
                                                   'ok',    'ok: late need table later',          'ok'),
    ('DROP TABLE owned CASCADE',                   'MG022', 'ok: dropped table public.owned, dropped view public.seen',
                                                                                                  'ok'),
    ('DROP VIEW seen',                             'MG022', 'ok: dropped view public.seen',       'ok'),
    ('ALTER TABLE owned RENAME TO mine',           'MG022', 'ok: renamed table public.owned',     'ok'),
    ('ALTER TABLE owned ALTER id TYPE bigint',     'MG022', 'ok: retyped column public.owned.id', 'ok'),
    ('ALTER TABLE owned DROP a CASCADE', 'MG022', 'ok: dropped column public.owned.a, dropped view public.seen',
                                                                                                  'ok'),
    ('ALTER TABLE free DROP COLUMN a',             'MG022', 'ok: dropped column public.free.a',   'ok'),
    ('ALTER TABLE free DROP COLUMN b CASCADE',     'ok',    'ok',                                 'ok'),
    ('CREATE TABLE IF NOT EXISTS owned (id int)',  'MG023', 'ok: skipped table public.owned',     'ok'),
    ('CREATE TABLE IF NOT EXISTS free (id int)',   'MG023', 'ok: skipped table public.free',      'ok'),
    ('ALTER TABLE owned ADD COLUMN c int',         'ok: changed column public.owned.c',
                                                            'ok: changed column public.owned.c',  'ok'),
    ('ALTER TABLE free ADD COLUMN c int',          'ok',    'ok',                                 'ok');

SELECT is((SELECT mode FROM migrate_guard('enforce', 'test')), 'enforce', 'mode enforce');
SELECT is(pg_temp.outcome(statement, 'enforce'), enforce, 'enforce: ' || statement) FROM expectation;
SELECT is((SELECT mode FROM migrate_guard('warn', 'test')), 'warn', 'mode warn');
SELECT is(pg_temp.outcome(statement, 'warn'), passing, 'warn: ' || statement) FROM expectation;
SELECT is((SELECT mode FROM migrate_guard('log', 'test')), 'log', 'mode log');
SELECT is(pg_temp.outcome(statement, 'log'), passing, 'log: ' || statement) FROM expectation;
SELECT is((SELECT mode FROM migrate_guard('off', 'test')), 'off', 'mode off');
SELECT is(pg_temp.outcome(statement, 'off'), off, 'off: ' || statement) FROM expectation;
SELECT is((SELECT mode FROM migrate_guard('enforce', 'test')), 'enforce', 'mode enforce again');

-- Under an override everything passes and is observed as in mode log.
SAVEPOINT overridden;
SELECT ok((SELECT overridden FROM migrate_guard_override('test')), 'overridden');
SELECT is(pg_temp.outcome(statement, 'override'), passing, 'override: ' || statement) FROM expectation;
ROLLBACK TO overridden;
SELECT is(pg_temp.outcome('DROP VIEW seen'), 'MG022', 'the override is taken back');

-- Changes refused
SELECT is((SELECT value FROM migrate_set('out_of_band', 'refuse')), 'refuse', 'changes are refused');
SELECT is(pg_temp.outcome('ALTER TABLE owned ADD COLUMN c int'), 'MG024', 'a change of a migration''s table');
SELECT is(pg_temp.outcome('CREATE INDEX ON owned (a)'), 'MG024', 'an index on it');
SELECT is(pg_temp.outcome('ALTER TABLE free ADD COLUMN c int'), 'ok', 'of others'' it is not');

-- What a hostile schema holds does not run with the rights of our tables' owner, nor get in the way.
CREATE FUNCTION pg_event_trigger_dropped_objects() RETURNS SETOF record
LANGUAGE plpgsql AS 'BEGIN RAISE ''called''; END';
CREATE FUNCTION clock_timestamp() RETURNS timestamptz
LANGUAGE plpgsql AS 'BEGIN RAISE ''called''; END';
SET LOCAL search_path = public, pg_catalog;
SELECT is((SELECT mode FROM migrate_guard('warn')), 'warn', 'mode warn with a hostile path');
SELECT is(pg_temp.outcome('DROP VIEW seen', 'warn'), 'ok: dropped view public.seen', 'what it holds is not called');
SELECT * FROM finish();
ROLLBACK;
