-- What the catalog has of the objects that migrations are ordered by, and what each script changed of it. An object
-- that was dropped and made again under the same name has another id; one that was renamed has the same.
-- Left out: system objects, members of extensions, temporary and toast objects, and what has no name of its own (array,
-- row and multirange types, constraint triggers, and the NOT NULL constraints that 18 keeps among the others).
CREATE SCHEMA strata_proof;

CREATE VIEW strata_proof.user_schema AS
SELECT oid, nspname::text AS schema FROM pg_catalog.pg_namespace n
WHERE nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'strata_proof', 'migrate');

CREATE VIEW strata_proof.relation AS
SELECT c.oid, c.relkind, s.schema, c.relname::text AS name
FROM pg_catalog.pg_class c JOIN strata_proof.user_schema s ON s.oid = relnamespace
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                  WHERE classid = 'pg_catalog.pg_class'::regclass AND objid = c.oid AND deptype = 'e');

CREATE VIEW strata_proof.type AS
SELECT t.oid, t.typtype, s.schema, t.typname::text AS name
FROM pg_catalog.pg_type t JOIN strata_proof.user_schema s ON s.oid = typnamespace
LEFT JOIN pg_catalog.pg_class c ON c.oid = typrelid
WHERE t.typtype <> 'm' AND (typrelid = 0 OR c.relkind = 'c')
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)
  AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                  WHERE classid = 'pg_catalog.pg_type'::regclass AND objid = t.oid AND deptype = 'e');

CREATE VIEW strata_proof.object AS
SELECT 'schema' AS kind, '' AS schema, schema AS name, '' AS member, '' AS arguments, oid::text AS id
FROM strata_proof.user_schema s
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                  WHERE classid = 'pg_catalog.pg_namespace'::regclass AND objid = s.oid AND deptype = 'e')
UNION ALL
SELECT 'role', '', rolname, '', '', oid::text FROM pg_catalog.pg_roles
UNION ALL
SELECT 'extension', '', extname, '', '', oid::text FROM pg_catalog.pg_extension
UNION ALL
SELECT CASE relkind WHEN 'i' THEN 'index' WHEN 'I' THEN 'index' WHEN 'S' THEN 'sequence' WHEN 'v' THEN 'view'
                    WHEN 'm' THEN 'materialized view' WHEN 'f' THEN 'foreign table' ELSE 'table' END,
       schema, name, '', '', oid::text
FROM strata_proof.relation WHERE relkind NOT IN ('c', 't')
UNION ALL
SELECT 'column', schema, name, attname, '', attrelid || '/' || attnum
FROM strata_proof.relation r JOIN pg_catalog.pg_attribute ON attrelid = r.oid AND attnum > 0 AND NOT attisdropped
WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'c')
UNION ALL
SELECT 'constraint', schema, name, conname, '', c.oid::text
FROM pg_catalog.pg_constraint c
JOIN (SELECT 'r' AS of, oid, schema, name FROM strata_proof.relation
      UNION ALL SELECT 't', oid, schema, name FROM strata_proof.type) o
  ON (of = 'r' AND o.oid = conrelid) OR (of = 't' AND o.oid = contypid)
WHERE contype NOT IN ('n', 't')
UNION ALL
SELECT 'trigger', schema, name, tgname, '', t.oid::text
FROM strata_proof.relation r JOIN pg_catalog.pg_trigger t ON tgrelid = r.oid AND NOT tgisinternal
UNION ALL
SELECT 'policy', schema, name, polname, '', p.oid::text
FROM strata_proof.relation r JOIN pg_catalog.pg_policy p ON polrelid = r.oid
UNION ALL
SELECT CASE typtype WHEN 'd' THEN 'domain' ELSE 'type' END, schema, name, '', '', oid::text FROM strata_proof.type
UNION ALL
SELECT 'enum label', schema, name, enumlabel, '', e.oid::text
FROM strata_proof.type t JOIN pg_catalog.pg_enum e ON enumtypid = t.oid
UNION ALL
SELECT CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END, schema, proname, '',
       (SELECT coalesce(string_agg(CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace THEN format_type(t.oid, NULL)
                                        ELSE coalesce(e.typname || '[]', t.typname) END, ', ' ORDER BY n), '')
        FROM unnest(proargtypes) WITH ORDINALITY AS a(type, n)
        JOIN pg_catalog.pg_type t ON t.oid = a.type
        LEFT JOIN pg_catalog.pg_type e ON e.typarray = t.oid), p.oid::text
FROM pg_catalog.pg_proc p JOIN strata_proof.user_schema s ON s.oid = pronamespace
WHERE NOT EXISTS (SELECT FROM pg_catalog.pg_depend
                  WHERE classid = 'pg_catalog.pg_proc'::regclass AND objid = p.oid AND deptype IN ('e', 'i'));

CREATE TABLE strata_proof.start AS TABLE strata_proof.object;
CREATE TABLE strata_proof.seen AS TABLE strata_proof.start;
CREATE TABLE strata_proof.change (migration text, gained boolean, LIKE strata_proof.seen);

CREATE FUNCTION strata_proof.note(migration text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
    CREATE TEMP TABLE now ON COMMIT DROP AS TABLE strata_proof.object;
    INSERT INTO strata_proof.change
    SELECT note.migration, true, o.* FROM (TABLE now EXCEPT TABLE strata_proof.seen) o
    UNION ALL
    SELECT note.migration, false, o.* FROM (TABLE strata_proof.seen EXCEPT TABLE now) o;
    DELETE FROM strata_proof.seen;
    INSERT INTO strata_proof.seen TABLE now;
END $$;
