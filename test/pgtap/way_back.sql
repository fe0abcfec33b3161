-- Applying and rolling back leaves the catalog as it was: for scripts with all kinds of objects, from every starting
-- point, in every way of going back. The digest sees owners, privileges, defaults, constraints, comments, bodies.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(55);
\ir catalog_lines.psql

CREATE SCHEMA "Odd schema";
CREATE TABLE base (id integer PRIMARY KEY, name text DEFAULT 'x' NOT NULL);
COMMENT ON TABLE base IS 'there before';
CREATE ROLE strata_someone;

CREATE TEMP TABLE script (migration text, up text, down text);
INSERT INTO script VALUES
('01_table', $up$
    CREATE TABLE one (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, base_id integer REFERENCES base,
                      note varchar(20) CHECK (note <> ''), twice bigint GENERATED ALWAYS AS (base_id * 2) STORED);
    CREATE INDEX one_note ON one (lower(note)) WHERE base_id > 0;
    COMMENT ON COLUMN one.note IS 'a note';
 $up$, 'DROP TABLE one'),
('02_alter', $up$
    ALTER TABLE base ADD COLUMN added date DEFAULT current_date;
    ALTER TABLE base ALTER name DROP NOT NULL;
    ALTER TABLE base ALTER name SET DEFAULT 'y';
 $up$, $down$
    ALTER TABLE base DROP COLUMN added;
    ALTER TABLE base ALTER name SET NOT NULL;
    ALTER TABLE base ALTER name SET DEFAULT 'x';
 $down$),
('03_types', $up$
    CREATE TYPE mood AS ENUM ('good', 'bad');
    CREATE TYPE pair AS (a integer, b mood);
    CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
 $up$, 'DROP DOMAIN positive; DROP TYPE pair; DROP TYPE mood'),
('04_code', $up$
    CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN a + 1;
    CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN NULL; END $$;
    CREATE AGGREGATE every_one (integer) (sfunc = int4pl, stype = integer);
 $up$, 'DROP AGGREGATE every_one (integer); DROP PROCEDURE p; DROP FUNCTION f'),
('05_views', $up$
    CREATE VIEW base_names AS SELECT name FROM base;
    CREATE MATERIALIZED VIEW base_count AS SELECT count(*) FROM base;
    CREATE SEQUENCE counter CYCLE MAXVALUE 9;
 $up$, 'DROP SEQUENCE counter; DROP MATERIALIZED VIEW base_count; DROP VIEW base_names'),
('06_rls', $up$
    ALTER TABLE base ENABLE ROW LEVEL SECURITY;
    CREATE POLICY p ON base FOR SELECT TO strata_someone USING (id > 0);
    GRANT SELECT ON base TO strata_someone;
 $up$, $down$
    REVOKE ALL ON base FROM strata_someone;
    DROP POLICY p ON base;
    ALTER TABLE base DISABLE ROW LEVEL SECURITY;
 $down$),
('07_trigger', $up$
    CREATE FUNCTION t() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
    CREATE TRIGGER t BEFORE INSERT ON base FOR EACH ROW EXECUTE FUNCTION t();
 $up$, 'DROP TRIGGER t ON base; DROP FUNCTION t()'),
('08_schema', $up$
    CREATE SCHEMA inner_part CREATE TABLE two (x integer) CREATE VIEW three AS SELECT x FROM two;
    CREATE TABLE "Odd schema"."Odd; table" ("a""b" text);
 $up$, 'DROP TABLE "Odd schema"."Odd; table"; DROP SCHEMA inner_part CASCADE'),
('09_rename', $up$
    ALTER TABLE base RENAME TO basis;
    ALTER TABLE basis RENAME COLUMN name TO title;
 $up$, 'ALTER TABLE basis RENAME COLUMN title TO name; ALTER TABLE basis RENAME TO base'),
('10_path', $up$
    SET search_path = "Odd schema";
    CREATE TABLE by_path (x integer);
 $up$, 'DROP TABLE "Odd schema".by_path'),
('11_partitions', $up$
    CREATE TABLE log (at date) PARTITION BY RANGE (at);
    CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
 $up$, 'DROP TABLE log'),
('12_temporary', $up$
    BEGIN;
    CREATE TEMP TABLE scratch (x integer);
    INSERT INTO scratch VALUES (1);
    PREPARE kept AS SELECT 1;
    COMMIT;
 $up$, 'BEGIN; SELECT 1; COMMIT;');
SELECT migrate_register(migration, up, down) FROM script ORDER BY migration \g /dev/null
CREATE TEMP TABLE state_of_schema (step integer, lines text[]);
INSERT INTO state_of_schema VALUES (0, pg_temp.catalog_lines());

-- What the session holds besides the schema.
CREATE FUNCTION pg_temp.session_state() RETURNS text[]
LANGUAGE sql
RETURN ARRAY[current_user::text, current_setting('search_path'), current_setting('check_function_bodies'),
    current_setting('lock_timeout'),
             (SELECT string_agg(name, ',' ORDER BY name) FROM pg_prepared_statements),
             (SELECT string_agg(relname, ',' ORDER BY relname) FROM pg_class
                 WHERE relnamespace = pg_my_temp_schema() AND relname = 'scratch'),
             (SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory')];
CREATE TEMP TABLE session AS SELECT pg_temp.session_state() AS state;

-- ---- one at a time: every down script takes back exactly what its up script made ------------------------------------

DO $$
BEGIN
    FOR n IN 1 .. 12 LOOP
        PERFORM migrate_apply((SELECT migration FROM script ORDER BY migration OFFSET n - 1 LIMIT 1));
        INSERT INTO state_of_schema VALUES (n, pg_temp.catalog_lines());
    END LOOP;
END
$$;
SELECT is(count(DISTINCT lines), 12::bigint, 'the digest sees every migration but the last, which leaves nothing')
FROM state_of_schema;
SELECT is(pg_temp.session_state(), state, 'nothing of the scripts stays in the session') FROM session;

CREATE FUNCTION pg_temp.step_back(n integer) RETURNS text[]
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM migrate_rollback(steps => 1);
    RETURN pg_temp.catalog_lines();
END
$$;
SELECT is(pg_temp.difference(lines, pg_temp.step_back(step)), '{}',
          format('one step back: the schema after %s migrations', step))
FROM (SELECT * FROM state_of_schema WHERE step < 12 ORDER BY step DESC) AS s;
SELECT is(pg_temp.session_state(), state, 'nor do the down scripts leave anything') FROM session;

-- ---- in one call, from and to every point ---------------------------------------------------------------------------

CREATE FUNCTION pg_temp.there_and_back(n integer, OUT up text[], OUT down text[])
LANGUAGE plpgsql
AS $$
BEGIN
    PERFORM migrate_apply((SELECT migration FROM script ORDER BY migration OFFSET n - 1 LIMIT 1));
    up := pg_temp.catalog_lines();
    PERFORM migrate_rollback(options => '{"all": true}');
    down := pg_temp.catalog_lines();
END
$$;
CREATE TEMP TABLE trip AS SELECT n, (pg_temp.there_and_back(n)).* FROM generate_series(1, 12) AS n;
SELECT is(pg_temp.difference(lines, up), '{}', format('up to %s in one call', n))
FROM trip JOIN state_of_schema ON step = n ORDER BY n;
SELECT is(pg_temp.difference(lines, down), '{}', format('and from %s to nothing', n))
FROM trip JOIN state_of_schema ON step = 0 ORDER BY n;

-- ---- to a target, in steps, redone ----------------------------------------------------------------------------------

SELECT migrate_apply() \g /dev/null
SELECT migrate_rollback('07') \g /dev/null
SELECT pg_temp.schema_is(lines, 'a target stays applied') FROM state_of_schema WHERE step = 7;
SELECT migrate_rollback(steps => 4) \g /dev/null
SELECT pg_temp.schema_is(lines, 'four steps back') FROM state_of_schema WHERE step = 3;
SELECT migrate_redo() \g /dev/null
SELECT pg_temp.schema_is(lines, 'redo') FROM state_of_schema WHERE step = 3;
SELECT migrate_redo('02') \g /dev/null
SELECT pg_temp.schema_is(lines, 'redo of one in the middle') FROM state_of_schema WHERE step = 3;

-- ---- a failure anywhere leaves everything as it was -----------------------------------------------------------------

SELECT migrate_register('50_fails', 'CREATE TABLE half (x integer); SELECT 1 / 0', 'DROP TABLE half') \g /dev/null
SELECT throws_ok('SELECT migrate_apply()', '22012', 'division by zero', 'the last of many fails');
SELECT pg_temp.schema_is(lines, 'all of the call is undone') FROM state_of_schema WHERE step = 3;
SELECT is(pg_temp.session_state(), state, 'and nothing stays in the session') FROM session;
SELECT migrate_unregister('50') \g /dev/null
SELECT migrate_register('05_views', up, 'DROP SEQUENCE counter; DROP VIEW no_such_view', replace => true)
FROM script WHERE migration = '05_views' \g /dev/null
SELECT migrate_apply() \g /dev/null
SELECT throws_ok($$ SELECT migrate_rollback(options => '{"all": true}') $$, '42P01', NULL,
    'a down script in the middle fails');
SELECT pg_temp.schema_is(lines, 'all of the way back is undone') FROM state_of_schema WHERE step = 12;

-- ---- late arrivals, and marks ---------------------------------------------------------------------------------------

SELECT migrate_register('05_views', up, down, replace => true) FROM script WHERE migration = '05_views' \g /dev/null
SELECT migrate_register('00_late', 'CREATE TABLE late (x integer)', 'DROP TABLE late') \g /dev/null
SELECT is(count(*), 1::bigint, 'a late arrival is applied') FROM migrate_apply()
WHERE migration = '00_late' AND status = 'applied';
SELECT is((SELECT migration FROM migrate_rollback()), '00_late',
    'and is the first to go back: by order of application');
SELECT pg_temp.schema_is(lines, 'alone') FROM state_of_schema WHERE step = 12;
SELECT migrate_mark('03', 'pending', 'test') \g /dev/null
SELECT throws_ok('SELECT migrate_apply(''03'')', 'MG007', NULL, 'the plan knows that what was only marked is still there');
SELECT throws_ok($$ SELECT migrate_apply('03', options => '{"ignore_blocked": "test"}') $$, '42710', NULL,
    'and so it is');
SELECT migrate_mark('03', 'applied', 'test') \g /dev/null
SELECT migrate_rollback(options => '{"all": true}') \g /dev/null
SELECT pg_temp.schema_is(lines, 'everything goes back to the beginning') FROM state_of_schema WHERE step = 0;
SELECT ok(bool_and(ok), 'the history holds') FROM migrate_verify_history();
SELECT * FROM finish();
ROLLBACK;
