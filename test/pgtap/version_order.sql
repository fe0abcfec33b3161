-- The order of migrations is a matter of their identifiers, not of the order in which they are registered.
BEGIN;
SELECT plan(69);

CREATE TEMP TABLE law (place serial, migration text);
INSERT INTO law (migration) VALUES
    -- numbers of any length, part by part in the manner of Flyway; the same number: the identifier decides, bytewise
    ('0_zero'), ('001_one'), ('1.0.1_after_one'), ('V1.1__dotted'), ('V1.2__dotted'), ('V1.2.1__dotted'),
        ('V1.10__dotted'),
    ('2_two'), ('007_Z'), ('007_a'), ('07_a'), ('7_a'), ('V7__a'), ('0099_x'), ('100_x'), ('1000_x'),
    ('20251301_no_such_month'), ('99999999_no_such_month'), ('123456789012_no_date'),
        ('340282366920938463463374607431768211456_long'),
    -- dates, as digit strings aligned on the left; a time after an underscore belongs to them
    ('19991231_x'), ('20240101_x'), ('20240101000000_x'), ('20240101_000001_x'), ('20240101000001500_x'),
        ('20240101000002_x'),
    ('20240102_x'), ('20250122000000_create_integrations_table'), ('20250122235959_add_organization_id'),
    ('202501230000000001_eighteen_digits'), ('20250123_000001_x');
INSERT INTO law (migration) VALUES ('zeta'), ('alpha'), ('_underscore'), ('Version'), ('migration 1'), ('Über');
SELECT count(*) AS numbered FROM law WHERE migration ~ '^V?\d' \gset

SELECT setseed(0.20251120);
CREATE FUNCTION pg_temp.register_shuffled() RETURNS text[]
LANGUAGE plpgsql
AS $$
DECLARE
    shuffled text[] := ARRAY(SELECT migration FROM law ORDER BY random());
    one text;
BEGIN
    FOREACH one IN ARRAY shuffled LOOP
        PERFORM migrate_register(one, 'SELECT 1');
    END LOOP;
    RETURN shuffled;
END
$$;

-- What the law demands after a registration in this order: identifiers without a version come last, as they were
-- registered.
CREATE FUNCTION pg_temp.demanded(shuffled text[]) RETURNS text[]
LANGUAGE sql
RETURN ARRAY(SELECT migration FROM law WHERE migration ~ '^V?\d' ORDER BY place)
       || ARRAY(SELECT one FROM unnest(shuffled) WITH ORDINALITY AS s (one, n) WHERE one !~ '^V?\d' ORDER BY n);

CREATE FUNCTION pg_temp.check_order(shuffled text[], what text) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
BEGIN
    RETURN NEXT is(ARRAY(SELECT migration FROM migrate_status()), pg_temp.demanded(shuffled),
        what || ': the order of migrate_status()');
    RETURN NEXT is(ARRAY(SELECT migration FROM migrate_plan()), pg_temp.demanded(shuffled),
        what || ': the order of migrate_plan()');
    RETURN NEXT is(ARRAY(SELECT migration FROM migrate_apply()
        ORDER BY step), pg_temp.demanded(shuffled), what || ': the order of migrate_apply()');
END
$$;

-- Twenty orders of registration. A savepoint would take pgTAP's count along, so each round ends with unregistering.
CREATE FUNCTION pg_temp.one_round(what text) RETURNS SETOF text
LANGUAGE plpgsql
AS $$
DECLARE
    one text;
BEGIN
    RETURN QUERY SELECT * FROM pg_temp.check_order(pg_temp.register_shuffled(), what);
    FOR one IN SELECT migration FROM migrate_status() LOOP
        PERFORM migrate_mark(one, 'pending', 'next round');
        PERFORM migrate_unregister(one);
    END LOOP;
END
$$;
SELECT pg_temp.one_round('order ' || n) FROM generate_series(1, 20) AS n;

-- ---- requirements bend it, and only where they must -----------------------------------------------------------------

SELECT migrate_register('1_a', 'SELECT 1', requires => '{4_d}') \g /dev/null
SELECT migrate_register('2_b', 'SELECT 1') \g /dev/null
SELECT migrate_register('3_c', 'SELECT 1', requires => '{1_a}') \g /dev/null
SELECT migrate_register('4_d', 'SELECT 1') \g /dev/null
SELECT migrate_register('5_e', 'SELECT 1') \g /dev/null
SELECT is(ARRAY(SELECT migration FROM migrate_plan()), '{2_b,4_d,1_a,3_c,5_e}',
    'what needs a later one waits for it, nothing else moves');

-- ---- and so for random requirements: the plan is what repeatedly taking the lowest that is ready gives --------------

CREATE TEMP TABLE edge (migration text, needs text);
INSERT INTO edge
SELECT format('%s_m', lpad(a::text, 3, '0')), format('%s_m', lpad(b::text, 3, '0'))
FROM (SELECT CASE WHEN shuffled.x < shuffled.y THEN y ELSE x END AS high, CASE WHEN shuffled.x < shuffled.y
    THEN x ELSE y END AS low
      FROM (SELECT 10 + (random() * 39)::integer AS x, 10 + (random() * 39)::integer AS y
          FROM generate_series(1, 90)) shuffled
      WHERE x <> y) pair,
     -- acyclic, but not in version order: edges go from high to low rank, and rank is a shuffle of the versions
     LATERAL (SELECT (high * 7) % 41 + 10 AS a, (low * 7) % 41 + 10 AS b) ranked
GROUP BY 1, 2;
SELECT migrate_register(format('%s_m', lpad(n::text, 3, '0')), 'SELECT 1',
                        requires => ARRAY(SELECT needs FROM edge
                            WHERE migration = format('%s_m', lpad(n::text, 3, '0'))))
FROM generate_series(10, 50) AS n ORDER BY random() \g /dev/null

CREATE FUNCTION pg_temp.simple_plan() RETURNS text[]
LANGUAGE plpgsql
AS $$
DECLARE
    taken text[] := '{}';
    next text;
BEGIN
    LOOP
        next := (SELECT s.migration FROM migrate_status() WITH ORDINALITY AS s
                 WHERE s.state = 'pending' AND s.migration <> ALL (taken) AND s.requires <@ taken
                 ORDER BY s.ordinality LIMIT 1);
        EXIT WHEN next IS NULL;
        taken := taken || next;
    END LOOP;
    RETURN taken;
END
$$;
SELECT cmp_ok(count(*), '>', 30::bigint, 'there are requirements') FROM edge;
SELECT isnt(ARRAY(SELECT migration FROM migrate_plan()), ARRAY(SELECT migration FROM migrate_status()), 'they matter');
SELECT is(cardinality(pg_temp.simple_plan()), 46, 'and all can be met');
SELECT is(ARRAY(SELECT migration FROM migrate_plan()), pg_temp.simple_plan(),
    'the plan is the one that the law demands');
SELECT is(ARRAY(SELECT migration FROM migrate_plan()), ARRAY(SELECT migration
    FROM migrate_plan()), 'and always the same');
SELECT is(count(*), 0::bigint, 'no step comes before what it needs')
FROM migrate_plan() AS step JOIN migrate_plan() AS need ON need.migration = ANY (step.requires)
WHERE need.step > step.step;

-- ---- naming by version ----------------------------------------------------------------------------------------------

SELECT is((SELECT migration FROM migrate_plan(only_these => '{5}')), '5_e', 'a version without its zeros is enough');
SELECT migrate_register('05_other', 'SELECT 1') \g /dev/null
SELECT throws_ok($$ SELECT migrate_plan('5') $$, 'MG003', NULL, 'unless two migrations have it');

SELECT * FROM finish();
ROLLBACK;
