-- TAP, as pgTAP writes it: a result per statement, the plan and the verdict in statements of their own.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_tap', 'SELECT 1');
SELECT status FROM migrate_apply();
CREATE FUNCTION verified(script text) RETURNS TABLE (check_name text, expected text, actual text, ok boolean, detail text) LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('001_tap', 'SELECT 1', verify => script, replace => true);
    RETURN QUERY SELECT v.check_name, v.expected, v.actual, v.ok, v.detail FROM migrate_verify('1') v;
END $$;
-- one result
SELECT bool_and(ok) FROM verified($v$ SELECT E'1..2\nok 1 - a\nok 2 - b' $v$);
SELECT bool_and(ok) FROM verified($v$ SELECT * FROM (VALUES ('1..2'), ('ok 1 - a'), ('ok 2 - b')) v $v$);
SELECT ok, detail FROM verified($v$ SELECT * FROM (VALUES ('1..2'), ('ok 1 - a'), ('not ok 2 - b'), (E'# Failed test 2: "b"\n#         have: 1\n#         want: 2')) v $v$) WHERE NOT ok;
SELECT ok, detail FROM verified($v$ SELECT * FROM (VALUES ('1..3'), ('ok 1 - a'), ('ok 2 - b')) v $v$) WHERE NOT ok;
-- a statement each: what counts is the whole script
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..2'; SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; SELECT '# done' WHERE false; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; SELECT '1..2'; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; $v$);
-- which ones failed, and why
SELECT check_name, expected, ok, detail FROM verified($v$ SELECT '1..3'; SELECT 'ok 1 - a'; SELECT E'not ok 2 - b\n# Failed test 2: "b"'; SELECT 'ok 3 - c'; SELECT '# Looks like you failed 1 test of 3'; $v$) WHERE NOT ok;
-- a wrong count
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..3'; SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; SELECT '# Looks like you planned 3 tests but ran 2'; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..1'; SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; $v$);
SELECT count(*) > 0 AS says_so FROM verified($v$ SELECT '1..1'; SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; $v$) WHERE NOT ok AND detail LIKE '%planned 1 but ran 2%';
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..1'; SELECT 'ok 1 - a'; SELECT '1..2'; $v$);
-- TODO and SKIP are excused; a bail-out is not
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..3'; SELECT 'not ok 1 - a # TODO later'; SELECT 'ok 2 # SKIP no database'; SELECT 'ok 3 - escaped \# TODO'; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT 'not ok 1 - escaped \# TODO'; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT 'ok 1 - a'; SELECT 'Bail out!  no more'; $v$);
-- an error in the middle: its row, and the count is short
SELECT check_name, actual FROM verified($v$ SELECT '1..2'; SELECT 'ok 1 - a'; SELECT 'ok ' || 1/0; $v$) WHERE NOT ok AND actual LIKE '22012%';
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT '1..2'; SELECT 'ok 1 - a'; SELECT 'ok ' || 1/0; $v$);
-- text that is none
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT 'okay'; SELECT 'not ok at all'; SELECT 'not okay 1'; SELECT '1..x'; SELECT 'ok'; $v$);
-- subtests, indented
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT E'    # Subtest: x\n    ok 1 - inner\n    1..1\nok 1 - x'; SELECT '1..1'; $v$);
SELECT bool_and(ok) AS passes FROM verified($v$ SELECT E'    # Subtest: x\n    not ok 1 - inner\n    1..1'; SELECT 'not ok 1 - x'; SELECT '1..1'; $v$);
-- mixed with plain checks
SELECT check_name, ok FROM verified($v$ SELECT true AS plain; SELECT 'ok 1 - a'; SELECT false AS bad; $v$) WHERE check_name IN ('plain', 'bad');
-- a failing one undoes the migration
SELECT action FROM migrate_register('002_fails', 'CREATE TABLE never ()', verify => $v$ SELECT '1..2'; SELECT 'ok 1 - a'; SELECT 'not ok 2 - b'; SELECT '# Looks like you failed 1 test of 2'; $v$);
\set VERBOSITY terse
SELECT * FROM migrate_apply();
\set VERBOSITY default
SELECT to_regclass('never');
-- one that passes does not
SELECT action FROM migrate_register('002_fails', 'CREATE TABLE made ()', verify => $v$ BEGIN; SELECT '1..2'; SELECT 'ok 1 - a'; SELECT 'ok 2 - b'; ROLLBACK; $v$, replace => true);
SELECT status FROM migrate_apply();
-- a script that keeps its state in temporary tables, as pgTAP does, in a session whose caller does the same
CREATE TEMP TABLE __tcache__ (id serial PRIMARY KEY, label text, value int);
CREATE TEMP SEQUENCE __tresults___numb_seq;
INSERT INTO __tcache__ (label, value) VALUES ('plan', 7);
SELECT nextval('__tresults___numb_seq');
SELECT check_name, ok FROM verified($v$
    CREATE TEMP TABLE __tcache__ (id serial PRIMARY KEY, label text, value int);
    CREATE TEMP SEQUENCE __tresults___numb_seq;
    INSERT INTO __tcache__ (label, value) VALUES ('plan', 1);
    SELECT '1..1'; SELECT 'ok ' || nextval('__tresults___numb_seq') || ' - counted';
    SELECT count(*) = 1 AS "its own cache" FROM __tcache__;
$v$) WHERE check_name = 'its own cache' OR NOT ok;
SELECT value, nextval('__tresults___numb_seq') FROM __tcache__;
DROP TABLE __tcache__;
DROP SEQUENCE __tresults___numb_seq;
DROP EXTENSION pg_strata;
DROP FUNCTION verified;
DROP TABLE made;
