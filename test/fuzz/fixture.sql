-- What rounds find in their database: an applied migration, so that much of ddl.grammar works, and a pending one.
CREATE SCHEMA extensions;
CREATE EXTENSION pg_strata;
DO $$ BEGIN CREATE ROLE role1; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
SELECT migrate_register('000_fixture', $fixture$
CREATE SCHEMA s1;
CREATE SCHEMA s2;
CREATE TYPE ty1 AS ENUM ('new', 'old', 'l1');
CREATE TYPE s1.ty2 AS (c1 int, c2 text);
CREATE DOMAIN d1 AS int CHECK (value > 0);
CREATE TABLE t1 (id serial PRIMARY KEY, name text, c1 int, c2 ty1, c3 text[], "order" int);
CREATE TABLE t2 (id int PRIMARY KEY REFERENCES t1, name text UNIQUE, c1 int CONSTRAINT k1 CHECK (c1 > 0), c2 s1.ty2);
CREATE TABLE s1.t1 (id bigint GENERATED ALWAYS AS IDENTITY, c1 int, c2 int, c3 d1, c4 timestamptz);
CREATE TABLE s2.t3 (id int, c1 int, c2 text) PARTITION BY RANGE (id);
CREATE TABLE s2.t4 PARTITION OF s2.t3 FOR VALUES FROM (1) TO (10);
CREATE TABLE "T 1" (id int, c1 text);
CREATE INDEX i1 ON t1 (c1);
CREATE SEQUENCE sq1;
CREATE FUNCTION f1(a1 int) RETURNS int LANGUAGE sql AS 'SELECT c1 FROM t1 WHERE id = a1';
CREATE FUNCTION s1.f2() RETURNS trigger LANGUAGE plpgsql AS $f$ BEGIN NEW.c1 := f1(1); RETURN NEW; END $f$;
CREATE VIEW v1 AS SELECT t1.id, t1.name, t2.c1 FROM t1 JOIN t2 USING (id);
CREATE MATERIALIZED VIEW mv1 AS SELECT id, f1(c1) AS c1 FROM t1;
CREATE TRIGGER tr1 BEFORE INSERT ON t1 FOR EACH ROW EXECUTE FUNCTION s1.f2();
ALTER TABLE t1 ENABLE ROW LEVEL SECURITY;
CREATE POLICY p1 ON t1 USING (id IN (SELECT id FROM t2));
$fixture$);
SELECT * FROM migrate_apply();
SELECT migrate_register('999_pending', 'ALTER TABLE t1 ADD COLUMN c4 text; CREATE INDEX i4 ON t3 (c9); DROP VIEW v1');
