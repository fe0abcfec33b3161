-- Long random walks over all functions that change something, each walk from a seed of its own. After every call the
-- record must agree with the database and the chain of the history must hold; after every refusal nothing may have
-- changed.
BEGIN;
SET LOCAL client_min_messages = warning;
SELECT plan(31);

-- Twelve migrations m1 .. m12 make tables t1 .. t12. Requirements go to lower and higher versions alike, and may form
-- cycles. An odd one checks itself; m6 fails, m9 has no way back, m12 fails its verification.
CREATE FUNCTION pg_temp.register_one(n integer) RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    needed text[] := ARRAY(SELECT format('%s_m', 1 + (random() * 11)::integer)
        FROM generate_series(1, (random() * 0.9)::integer));
BEGIN
    RETURN (SELECT action FROM migrate_register(
        format('%s_m', n),
        format('CREATE TABLE t%s (x integer)', n) || CASE n WHEN 6 THEN '; SELECT 1 / 0' ELSE '' END,
        CASE n WHEN 9 THEN NULL ELSE format('DROP TABLE t%s', n) END,
        CASE WHEN n = 12 THEN 'SELECT false' WHEN n % 2 = 1 THEN format('SELECT to_regclass(''t%s'') IS NOT NULL',
            n) END,
        array_remove(needed, format('%s_m', n)), replace => random() < 0.7));
END
$$;

CREATE FUNCTION pg_temp.random_call() RETURNS text
LANGUAGE plpgsql
AS $$
DECLARE
    n integer := 1 + (random() * 11)::integer;
    one text := quote_literal(format('%s_m', n));
    many text := format('ARRAY[%s, %L]', one, 1 + (random() * 11)::integer);
    choices text[] := ARRAY[
        format('SELECT pg_temp.register_one(%s)', n), format('SELECT pg_temp.register_one(%s)', n),
            format('SELECT pg_temp.register_one(%s)', n),
        format('SELECT migrate_unregister(%s)', one), format('SELECT migrate_approve(%s)', one),
        'SELECT migrate_apply()', format('SELECT migrate_apply(%s)', one), format('SELECT migrate_apply(%s)', one),
        format('SELECT migrate_apply(only_these => %s)', many), format('SELECT migrate_apply(only_these => %s)', many),
        'SELECT migrate_rollback()', format('SELECT migrate_rollback(%s)', one), 'SELECT migrate_rollback(steps => 2)',
        format('SELECT migrate_rollback(migration => %s)', one),
            format('SELECT migrate_rollback(migration => %s, cascade => true)', one),
        'SELECT migrate_rollback(options => ''{"all": true}'')', 'SELECT migrate_redo()',
            format('SELECT migrate_redo(%s)', one),
        'SELECT migrate_verify()',
        'SELECT migrate_mark(migration, ''pending'', ''walk'') FROM migrate_status() WHERE state = ''skipped''',
        format('SELECT migrate_mark(migration, ''skipped'', ''walk'') FROM migrate_status()
                WHERE migration = %s AND state = ''pending''', one),
        format('SELECT migrate_set(''out_of_order'', %L, ''walk'')', (ARRAY['apply',
            'refuse'])[1 + (random())::integer]),
        'SELECT migrate_grant(''strata_walker'', ''reader'')', 'SELECT migrate_revoke(''strata_walker'')'];
BEGIN
    RETURN choices[1 + floor(random() * cardinality(choices))::integer];
END
$$;

-- Everything that a call may change.
CREATE FUNCTION pg_temp.everything() RETURNS text
LANGUAGE sql
AS $$
    SELECT md5(concat_ws('/', (SELECT string_agg(h::text, '' ORDER BY id)
        FROM migrate.history h), (SELECT head::text FROM migrate.head),
                         (SELECT string_agg(m::text, '' ORDER BY id) FROM migrate.migration m),
                         (SELECT string_agg(a::text, '' ORDER BY position) FROM migrate.applied a),
                         (SELECT string_agg(s::text, '' ORDER BY name) FROM migrate.setting s),
                         (SELECT string_agg(a::text, '' ORDER BY approved_at) FROM migrate.approval a),
                         (SELECT string_agg(relname, '' ORDER BY relname) FROM pg_class WHERE relname ~ '^t\d+$')))
$$;

-- What is wrong after a call, if anything.
CREATE FUNCTION pg_temp.complaints() RETURNS SETOF text
LANGUAGE sql
AS $$
    SELECT format('chain: %s %s', id, detail) FROM migrate_verify_history() WHERE NOT ok
    UNION ALL
    SELECT format('%s is %s, but table t%s %s', migration, state, substring(migration, '\d+'),
                  CASE WHEN to_regclass('t' || substring(migration, '\d+')) IS NULL
                      THEN 'is missing' ELSE 'is there' END)
    FROM migrate_status()
    WHERE (state = 'applied') <> (to_regclass('t' || substring(migration, '\d+')) IS NOT NULL)
    UNION ALL
    SELECT format('table %s is there, its migration is not', relname)
    FROM pg_class WHERE relname ~ '^t\d+$' AND NOT EXISTS (SELECT FROM migrate_status()
        WHERE migration = format('%s_m', substr(relname, 2)))
    UNION ALL
    SELECT format('%s is applied twice or never by the history', s.migration)
    FROM migrate_status() s,
        LATERAL (SELECT count(*) FILTER (WHERE action = 'apply') - count(*) FILTER (WHERE action = 'rollback') AS n
                                      FROM migrate_history(s.migration)) AS h
    WHERE n <> (state = 'applied')::integer
    UNION ALL
    SELECT 'ids of the history are not 1 .. n'
    FROM migrate.history HAVING count(*) <> coalesce(max(id), 0) OR min(id) <> 1
$$;

CREATE TEMP TABLE walked (seed integer, step integer, call text, outcome text, trouble text);
CREATE FUNCTION pg_temp.walk(seed integer, steps integer) RETURNS integer
LANGUAGE plpgsql
AS $$
DECLARE
    call text;
    before text;
    outcome text;
BEGIN
    PERFORM setseed(seed / 1000.0);
    FOR step IN 1 .. steps LOOP
        call := pg_temp.random_call();
        before := pg_temp.everything();
        BEGIN
            EXECUTE call;
            outcome := 'ok';
        EXCEPTION
            WHEN OTHERS THEN
                outcome := SQLSTATE;
                IF pg_temp.everything() <> before THEN
                    INSERT INTO walked VALUES (seed, step, call, outcome, 'refused, but something changed');
                END IF;
        END;
        INSERT INTO walked SELECT seed, step, call, outcome, (SELECT string_agg(c, '; ')
            FROM pg_temp.complaints() AS c);
    END LOOP;
    RETURN steps;
END
$$;

CREATE ROLE strata_walker;
SELECT is(pg_temp.walk(seed, 150), 150, format('a walk from seed %s', seed)) FROM generate_series(1, 8) AS seed;

SELECT is(string_agg(format('seed %s, step %s, %s (%s): %s', seed, step, call, outcome, trouble), E'\n'
    ORDER BY seed, step), NULL,
          'no call left anything wrong')
FROM (SELECT * FROM walked WHERE trouble IS NOT NULL ORDER BY seed, step LIMIT 5) AS first;
SELECT is(string_agg(DISTINCT format('%s by %s', outcome, call), E'\n'), NULL, 'every refusal is one that was foreseen')
FROM walked
WHERE outcome NOT IN ('ok', 'MG002', 'MG005', 'MG006', 'MG007', 'MG010', 'MG011', 'MG012', 'MG018', '22012');

-- The walks must have been somewhere: every function did its work and was refused at least once.
SELECT cmp_ok(count(*) FILTER (WHERE outcome = 'ok'), '>', 0::bigint, 'done: ' || function)
FROM walked, LATERAL substring(call, '(migrate_[a-z]+|register_one)') AS function GROUP BY function ORDER BY function;
SELECT cmp_ok(count(outcome), '>', 0::bigint, 'refused with ' || wanted)
FROM unnest('{MG002,MG005,MG007,MG010,MG011,MG012,22012}'::text[]) AS wanted LEFT JOIN walked ON outcome = wanted
GROUP BY wanted ORDER BY wanted;

SELECT cmp_ok((SELECT count(*) FROM migrate.history), '>', 100::bigint, 'the history is long');
SELECT ok(bool_and(ok), 'its chain holds, with the head as it was noted')
FROM migrate_verify_history((SELECT digest FROM migrate.head));
SELECT is(bool_and(ok), false, 'and not with another head') FROM migrate_verify_history(repeat('0', 64));
SELECT * FROM finish();
ROLLBACK;
