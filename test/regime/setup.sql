-- Run once per cluster, with psql variable module = the path of the library.
CREATE FUNCTION regime_raise(kind text) RETURNS void LANGUAGE c AS :'module';
CREATE PROCEDURE regime_procedure(kind text) LANGUAGE c AS :'module', 'regime_raise';
CREATE PROCEDURE regime_committing(kind text) LANGUAGE c AS :'module';
CREATE FUNCTION regime_rows(kind text, OUT name text, OUT number bigint) RETURNS SETOF record LANGUAGE c AS :'module';
CREATE FUNCTION regime_trigger() RETURNS trigger LANGUAGE c AS :'module';
CREATE FUNCTION regime_event() RETURNS event_trigger LANGUAGE c AS :'module';
CREATE FUNCTION regime_nested(kind text, levels bigint) RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_through_plpgsql(kind text) RETURNS void LANGUAGE c AS :'module', 'regime_nested';
CREATE FUNCTION regime_walk(kind text) RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_context(kind text, error boolean) RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_arm(door text, kind text) RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_probe(what text) RETURNS integer LANGUAGE c AS :'module';
CREATE FUNCTION regime_reset() RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_copy_without_memory() RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_terminate() RETURNS void LANGUAGE c AS :'module';
CREATE FUNCTION regime_call_cost(times bigint) RETURNS double precision LANGUAGE c AS :'module';

CREATE FUNCTION regime_in_plpgsql(kind text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM public.regime_raise(kind);
END $$;

CREATE FUNCTION regime_subtransaction() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    BEGIN
        NULL;
    EXCEPTION WHEN no_data_found THEN
        NULL;
    END;
END $$;

CREATE TABLE regime_unique (id integer CONSTRAINT regime_unique_id UNIQUE);
CREATE TABLE regime_mark (pid integer);
CREATE TABLE regime_target (kind text);
CREATE TRIGGER regime BEFORE INSERT ON regime_target FOR EACH ROW EXECUTE FUNCTION regime_trigger();
CREATE EVENT TRIGGER regime ON ddl_command_start EXECUTE FUNCTION regime_event();

-- How each kind looks to whoever catches it. A null is not looked at; sqlstate 00000: there is no error.
CREATE TABLE regime_expected (kind text PRIMARY KEY, sqlstate text NOT NULL, message text, detail text, hint text,
                              context text, names text);
INSERT INTO regime_expected VALUES
    ('error', 'MG001', 'regime error', 'Regime detail.', 'Regime hint.', NULL, ',,,,'),
    ('server_error', '23P01', 'regime server error', 'Regime detail.', 'Regime hint.', 'regime context%',
     'a schema,a table,a column,a type,a constraint'),
    ('spi_error', '22012', 'division by zero', '', '', '%SQL statement "SELECT 1/0"%', ',,,,'),
    ('constraint', '23505', 'duplicate key value violates unique constraint "regime_unique_id"',
     'Key (id)=(1) already exists.', '', NULL, 'public,regime_unique,,,regime_unique_id'),
    ('notice_timeout', '57014', 'canceling statement due to statement timeout', '', '', NULL, NULL),
    ('notice_flood', '57014', NULL, NULL, NULL, NULL, NULL),
    ('copy_without_memory', '53200', NULL, NULL, NULL, NULL, NULL),
    ('cancel', '57014', 'canceling statement due to user request', '', '', NULL, NULL),
    ('bad_request', 'XX000', 'invalid memory alloc request size 1073741824', '', '', NULL, NULL),
    ('out_of_memory', '53200', 'out of memory', 'Failed on request of size%', '', NULL, NULL),
    ('bad_alloc', '53200', 'out of memory', NULL, '', NULL, NULL),
    ('std_exception', 'XX000', 'pg_strata: regime exception', '', '', NULL, NULL),
    ('foreign_number', 'XX000', 'pg_strata: unrecognized C++ exception', '', '', NULL, NULL),
    ('foreign_object', 'XX000', 'pg_strata: unrecognized C++ exception', '', '', NULL, NULL),
    ('destructor_unwinding', 'MG001', 'regime error', 'Regime detail.', 'Regime hint.', NULL, NULL),
    ('destructor_normal', 'MG001', 'regime error', 'Regime detail.', 'Regime hint.', NULL, NULL),
    ('destructor_cancel', '57014', 'canceling statement due to user request', '', '', NULL, NULL),
    ('subtransaction_caught', '00000', NULL, NULL, NULL, NULL, NULL),
    ('subtransaction_rethrown', '23P01', 'regime server error', 'Regime detail.', 'Regime hint.', 'regime context%',
     'a schema,a table,a column,a type,a constraint'),
    ('subtransaction_exception', '00000', NULL, NULL, NULL, NULL, NULL),
    ('subtransaction_levels', '00000', NULL, NULL, NULL, NULL, NULL),
    ('subtransaction_work', '00000', NULL, NULL, NULL, NULL, NULL),
    ('scopes', '00000', NULL, NULL, NULL, NULL, NULL),
    ('guard_in_guard', 'MG001', 'regime error', 'Regime detail.', 'Regime hint.', NULL, NULL),
    ('exception_in_guard', 'XX000', 'pg_strata: regime exception', '', '', NULL, NULL),
    ('amended', '23P01', 'regime server error', 'Regime detail.', 'Amended hint.', 'regime context%',
     'a schema,a table,a column,a type,a constraint'),
    ('translated', 'MG003', 'translated: regime server error', '', '', NULL, ',,,,'),
    ('kept_copy', '23P01', 'regime server error', 'Regime detail.', 'Regime hint.', 'regime context%', NULL);

-- One line for run.sh: mode, door, kind, "ok" or what is wrong. Leaves the counters at zero.
CREATE FUNCTION regime_check(mode text, door text, kind text, pid integer, sqlstate text, after text, level integer,
                             VARIADIC wrong text[] DEFAULT '{}') RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    expected text := (SELECT e.sqlstate FROM regime_expected e WHERE e.kind = regime_check.kind);
    alive integer := regime_probe('alive');
    contexts bigint := (SELECT count(*) FROM pg_backend_memory_contexts WHERE name = 'pg_strata error');
    probed record;
BEGIN
    IF sqlstate IS DISTINCT FROM expected THEN
        wrong := wrong || format('SQLSTATE %s, not %s', sqlstate, expected);
    END IF;
    IF after IS NOT NULL AND (after = '00000') <> (expected = '00000') THEN
        wrong := wrong || format('next statement: %s', after);
    END IF;
    IF alive <> 0 THEN wrong := wrong || format('%s survivors', alive); END IF;
    IF regime_probe('built') < 5 THEN wrong := wrong || 'the fault was not reached'::text; END IF;
    IF contexts > 1 THEN wrong := wrong || format('%s errors kept', contexts); END IF;
    IF pid <> pg_backend_pid() THEN wrong := wrong || 'another backend'::text; END IF;
    FOR probed IN SELECT * FROM (VALUES ('transaction_level', level), ('settings_level', level + 1), ('holdoff', 0),
                                        ('exceptions', 0)) p(name, expected) LOOP
        IF regime_probe(probed.name) <> probed.expected THEN
            wrong := wrong || format('%s %s', probed.name, regime_probe(probed.name));
        END IF;
    END LOOP;
    PERFORM regime_reset();
    RETURN format('%s|%s|%s|%s', mode, door, kind,
                  CASE wrong WHEN '{}' THEN 'ok' ELSE array_to_string(wrong, ', ') END);
END $$;

-- The error caught by PL/pgSQL: every field of it is compared.
CREATE FUNCTION regime_caught(door text, kind text, pid integer, statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    want regime_expected;
    was regime_expected;
    names text[] := '{"","","","",""}';
    wrong text[] := '{}';
BEGIN
    SELECT * INTO want FROM regime_expected e WHERE e.kind = regime_caught.kind;
    was.sqlstate := '00000';
    PERFORM regime_reset();
    PERFORM regime_arm(door, kind);
    BEGIN
        EXECUTE statement;
    EXCEPTION WHEN query_canceled OR OTHERS THEN
        GET STACKED DIAGNOSTICS was.sqlstate = RETURNED_SQLSTATE, was.message = MESSAGE_TEXT,
            was.detail = PG_EXCEPTION_DETAIL,
            was.hint = PG_EXCEPTION_HINT, was.context = PG_EXCEPTION_CONTEXT;
        GET STACKED DIAGNOSTICS was.names = SCHEMA_NAME;
        names[1] := was.names;
        GET STACKED DIAGNOSTICS was.names = TABLE_NAME;
        names[2] := was.names;
        GET STACKED DIAGNOSTICS was.names = COLUMN_NAME;
        names[3] := was.names;
        GET STACKED DIAGNOSTICS was.names = PG_DATATYPE_NAME;
        names[4] := was.names;
        GET STACKED DIAGNOSTICS was.names = CONSTRAINT_NAME;
        names[5] := was.names;
    END;
    was.names := array_to_string(names, ',');
    IF was.message NOT LIKE want.message THEN wrong := wrong || format('message: %s', was.message); END IF;
    IF was.detail NOT LIKE want.detail THEN wrong := wrong || format('detail: %s', was.detail); END IF;
    IF was.hint NOT LIKE want.hint THEN wrong := wrong || format('hint: %s', was.hint); END IF;
    -- The server itself gives up the context of an error that comes while it sends another message.
    IF door = 'log' THEN was.context := NULL; END IF;
    IF was.context NOT LIKE want.context THEN wrong := wrong || format('context: %s', was.context); END IF;
    IF was.names NOT LIKE want.names THEN wrong := wrong || format('names: %s', was.names); END IF;
    IF was.context NOT LIKE '%PL/pgSQL function regime_caught%' THEN
        wrong := wrong || 'the callers'' context is lost'::text;
    END IF;
    IF door = 'nested' AND was.context NOT LIKE '%SQL statement "SELECT public.regime_nested(%' THEN
        wrong := wrong || 'the context of the statement between is lost'::text;
    END IF;
    RETURN regime_check('caught', door, kind, pid, was.sqlstate, NULL, 1, VARIADIC wrong);
END $$;
