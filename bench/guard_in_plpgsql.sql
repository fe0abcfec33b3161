-- The quiet path of the guard as PL/pgSQL can do it: the mode from a table, the words of the statement against an indexed
-- table of all names that migrations provide and need. It sees no parse tree, so it is both slower and less exact.
CREATE TABLE guard_setting (name text PRIMARY KEY, value text NOT NULL);
INSERT INTO guard_setting VALUES ('guard', 'enforce');
CREATE TABLE guarded_name (name text PRIMARY KEY, migration text NOT NULL);
INSERT INTO guarded_name SELECT 'item_' || n, lpad(n::text, 5, '0') FROM generate_series(1, 10000) AS n;
ANALYZE guarded_name;

CREATE FUNCTION guard_in_plpgsql() RETURNS event_trigger LANGUAGE plpgsql AS $$
DECLARE
    words text[] := regexp_split_to_array(current_query(), '[^a-z0-9_]+');
    known record;
BEGIN
    IF (SELECT value FROM guard_setting WHERE name = 'guard') = 'off' THEN
        RETURN;
    END IF;
    SELECT * INTO known FROM guarded_name
     WHERE name = ANY (words) LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION '% belongs to migration %', known.name, known.migration;
    END IF;
END
$$;
CREATE EVENT TRIGGER guard_in_plpgsql ON ddl_command_start EXECUTE FUNCTION guard_in_plpgsql();
