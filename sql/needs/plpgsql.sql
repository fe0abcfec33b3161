-- Bodies of functions in PL/pgSQL: needs only, late but for the types of variables.
CREATE EXTENSION pg_strata;
CREATE FUNCTION reading(script text) RETURNS TABLE (line int, relation text, kind text, object text, strength text)
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM migrate_register('1_read', script);
    RETURN QUERY SELECT d.line, d.relation, d.kind, d.object, d.strength FROM migrate_dependencies('1_read') d;
    PERFORM migrate_unregister('1_read');
END $$;
SELECT * FROM reading($$CREATE FUNCTION f(p int, r app.row_type) RETURNS trigger LANGUAGE plpgsql AS '
#variable_conflict use_column
<<outermost>>
DECLARE
    a int := (SELECT max(x) FROM defaults);
    b CONSTANT app.mood NOT NULL DEFAULT ''happy''::app.mood;
    c accounts.id%TYPE;
    d app.accounts.id%type;
    e accounts%ROWTYPE;
    f a%TYPE;
    g r.field%TYPE;
    h outermost.a%TYPE;
    i numeric(10, 2)[];
    j accounts;
    k text COLLATE german;
    l ALIAS FOR $1;
    m refcursor;
    n NO SCROLL CURSOR (key int, kind app.kind) FOR SELECT * FROM listed WHERE listed.id = key;
    o CURSOR IS TABLE other;
    pg pg_catalog.pg_class.oid%TYPE;
    "Quoted" record;
BEGIN
END outermost;
';$$);

-- without a check at its creation the types are late too
SELECT * FROM reading($$SET LOCAL check_function_bodies = off;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'DECLARE a app.mood; b t.c%TYPE; BEGIN END';$$);

-- every statement
SELECT * FROM reading($$CREATE FUNCTION f(p int) RETURNS SETOF t LANGUAGE plpgsql AS '
DECLARE
    v int; w text; r record; cur refcursor; bound CURSOR (k int) FOR TABLE b0; arr int[];
BEGIN
    v := 1;
    v = (SELECT count(*) FROM b1);
    r.x := g1(v);
    arr[g(1)] := 2;
    $1 := g2();
    IF EXISTS (SELECT 1 FROM b2) THEN PERFORM g3(); ELSIF (SELECT true FROM b3) THEN NULL; ELSEIF g4() THEN NULL;
    ELSE PERFORM 1 FROM b4; END IF;
    CASE v WHEN 1, 2 THEN PERFORM g5(); ELSE INSERT INTO b5 VALUES (1); END CASE;
    CASE WHEN v = 1 THEN UPDATE b6 SET x = v; WHEN g6() THEN NULL; END CASE;
    <<here>> LOOP EXIT here WHEN g7(); CONTINUE WHEN g8(v); EXIT; END LOOP here;
    WHILE (SELECT x FROM b7) LOOP DELETE FROM b8; END LOOP;
    FOR i IN REVERSE g9() .. g10() BY g11() LOOP PERFORM i; END LOOP;
    FOR i IN 1..(SELECT max(x) FROM b9) LOOP PERFORM i; END LOOP;
    FOR r IN SELECT * FROM b10 LOOP NULL; END LOOP;
    FOR v, w IN (TABLE b11) LOOP NULL; END LOOP;
    FOR r IN bound LOOP NULL; END LOOP;
    FOR r IN bound(k := g12()) LOOP NULL; END LOOP;
    FOR r IN EXECUTE ''TABLE b12'' USING g13() LOOP NULL; END LOOP;
    FOREACH v SLICE 1 IN ARRAY (SELECT array_agg(x) FROM b13) LOOP NULL; END LOOP;
    RAISE;
    RAISE NOTICE ''% %'', v, g14() USING HINT = g15(), ERRCODE := ''P0001'';
    RAISE division_by_zero;
    RAISE SQLSTATE ''22012'' USING MESSAGE = g16();
    RAISE USING MESSAGE = g17();
    ASSERT (SELECT true FROM b14), g18();
    EXECUTE ''SELECT 1 FROM b15'' INTO STRICT v USING g19(), p;
    EXECUTE ''SELECT 1 FROM b16'' USING p INTO r.x, w;
    PERFORM x FROM b17 WHERE y = p;
    CALL proc1(v);
    DO ''BEGIN PERFORM 1 FROM b18; END'';
    GET STACKED DIAGNOSTICS w = MESSAGE_TEXT, v := ROW_COUNT;
    OPEN cur; OPEN bound(3); OPEN bound(k := g20());
    OPEN cur NO SCROLL FOR SELECT * FROM b19;
    OPEN cur FOR EXECUTE ''TABLE b20'' USING g21();
    FETCH NEXT FROM cur INTO v; MOVE LAST IN cur; CLOSE cur;
    SELECT x INTO STRICT v FROM b21;
    SELECT INTO v, w a, b FROM b22;
    WITH q AS (INSERT INTO b23 SELECT 1 RETURNING x) SELECT x INTO v FROM q;
    INSERT INTO b24 (c) VALUES (v) RETURNING c INTO v;
    DELETE FROM b25 WHERE c = v RETURNING * INTO r;
    MERGE INTO b26 USING b27 ON b26.x = b27.x WHEN MATCHED THEN DELETE;
    TRUNCATE b28; LOCK TABLE b29; ANALYZE b30;
    COMMIT; COMMIT AND NO CHAIN; ROLLBACK AND CHAIN;
    DECLARE v int := g22(); BEGIN NULL; EXCEPTION WHEN division_by_zero OR SQLSTATE ''22012'' THEN PERFORM g23();
    WHEN OTHERS THEN RAISE; END;
    RETURN NEXT r;
    RETURN QUERY SELECT * FROM b31;
    RETURN QUERY EXECUTE ''TABLE b32'' USING g24();
    RETURN (SELECT x FROM b33);
END;
';$$);

-- unqualified names can be variables, qualified ones belong to a relation that the query names
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS '
BEGIN
    NEW.changed := now();
    SELECT x, t.y, NEW.z, rec.v INTO v FROM t WHERE t.id = OLD.id AND w;
    UPDATE t SET a = b, c = NEW.c WHERE t.d = TG_OP;
    RETURN NEW;
END';$$);

-- what it creates itself is no need; a call of it does what is not followed
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS '
BEGIN
    CREATE TEMP TABLE scratch AS SELECT a FROM t;
    INSERT INTO scratch VALUES (1);
    CREATE TABLE made (a int);
    INSERT INTO made TABLE u;
END';$$);
-- variables called like keywords, semicolons and INTO in odd places
SELECT * FROM reading($$CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS '
DECLARE
    exception int; return int := 1; raise text[]; query record;
BEGIN
    exception := g1(); return = 2; raise[1] := g2(); query.x := 1; -- ; not an end
    IF return = 1 /* THEN */ THEN RETURN; END IF;
    CREATE RULE r AS ON INSERT TO t1 DO ALSO (INSERT INTO t2 VALUES (1); DELETE FROM t3);
    CREATE FUNCTION inner_one() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END;
    IMPORT FOREIGN SCHEMA remote FROM SERVER s INTO app;
END';$$);
-- it is no PL/pgSQL
SELECT * FROM reading($$SET check_function_bodies = off;
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN PERFORM 1 FROM t; IF; END';
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'BEGIN SELEC 1; END';
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS 'nothing of the kind''';
CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS '';$$);
DROP FUNCTION reading;
DROP EXTENSION pg_strata;
