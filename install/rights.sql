-- Nothing is anybody's but the installer's: rights are taken from PUBLIC and from whomever default privileges gave
-- them to, and the extension's owner (not the owner of these objects in a trusted extension) gets the use of all.
-- The schema of the functions is on the path while an extension is created, and operators found there must not run here.
SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

DO $rights$
DECLARE
    installer name := (SELECT pg_catalog.pg_get_userbyid(extowner) FROM pg_catalog.pg_extension
                        WHERE extname = 'pg_strata');
    object record;
    grantee text;
BEGIN
    FOR object IN
        SELECT 'ROUTINE' AS kind, p.oid::regprocedure::text AS name, p.proacl AS acl, p.proowner AS owner
          FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_proc p ON p.oid = d.objid
         WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND d.deptype = 'e'
           AND d.refobjid = (SELECT oid FROM pg_catalog.pg_extension WHERE extname = 'pg_strata')
        UNION ALL
        SELECT 'TABLE', c.oid::pg_catalog.regclass::text, c.relacl, c.relowner
          FROM pg_catalog.pg_class c
         WHERE c.relnamespace = 'migrate'::pg_catalog.regnamespace AND c.relkind IN ('r', 'v', 'S')
        UNION ALL
        SELECT 'SCHEMA', 'migrate', n.nspacl, n.nspowner FROM pg_catalog.pg_namespace n WHERE n.nspname = 'migrate'
    LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON %s %s FROM PUBLIC', object.kind, object.name);
        FOR grantee IN
            SELECT DISTINCT pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee))
              FROM pg_catalog.aclexplode(object.acl) a WHERE a.grantee <> 0 AND a.grantee <> object.owner
        LOOP
            EXECUTE pg_catalog.format('REVOKE ALL ON %s %s FROM %s', object.kind, object.name, grantee);
        END LOOP;
        EXECUTE pg_catalog.format('GRANT %s ON %s %s TO %I',
                                  CASE object.kind WHEN 'ROUTINE' THEN 'EXECUTE' WHEN 'TABLE' THEN 'SELECT'
                                                   ELSE 'USAGE' END,
                                  object.kind, object.name, installer);
    END LOOP;
END
$rights$;
