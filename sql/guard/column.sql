-- The guard and columns.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_people', 'CREATE TABLE people (id int PRIMARY KEY, name varchar(20), born date)');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_age', 'ALTER TABLE people ADD COLUMN age int; ALTER TABLE people ADD COLUMN height int');

-- missing
CREATE INDEX ON people (age);
CREATE INDEX ON people (name, height);
ALTER TABLE people ADD CHECK (age > 0);
ALTER TABLE people ALTER COLUMN age SET DEFAULT 1;
ALTER TABLE people DROP COLUMN age;
ALTER TABLE people RENAME COLUMN age TO years;
CREATE VIEW ages AS SELECT age FROM people;
CREATE TABLE refers (a int REFERENCES people (age));
COMMENT ON COLUMN people.age IS 'x';
-- not missing
ALTER TABLE people DROP COLUMN IF EXISTS age;
CREATE INDEX ON people (nme);

-- taken away, renamed, retyped
ALTER TABLE people DROP COLUMN name;
ALTER TABLE people DROP COLUMN IF EXISTS name;
ALTER TABLE people DROP born, ADD death date;
ALTER TABLE people RENAME name TO full_name;
ALTER TABLE people ALTER name TYPE text;
ALTER TABLE people ALTER name TYPE varchar(10);
ALTER TABLE public.people ALTER COLUMN id SET DATA TYPE bigint;
-- the type it has is no change
ALTER TABLE people ALTER name TYPE character varying(20);
ALTER TABLE people ALTER id TYPE integer;
-- one's own column is one's own
ALTER TABLE people ADD COLUMN extra int;
ALTER TABLE people ALTER extra TYPE bigint;
ALTER TABLE people RENAME extra TO more;
ALTER TABLE people DROP COLUMN more;
SELECT finding, object_kind, object, migrations, statement FROM migrate.observed ORDER BY at;

-- a pending migration needs it
CREATE TABLE plain (a int, b int, c int);
SELECT action FROM migrate_register('003_index', 'CREATE INDEX plain_a ON plain (a)');
ALTER TABLE plain DROP COLUMN a;
ALTER TABLE plain RENAME a TO z;
ALTER TABLE plain ALTER a TYPE bigint;
ALTER TABLE plain DROP COLUMN b;
DROP TABLE plain;

-- a column that another migration added to a table of nobody's
SELECT action FROM migrate_register('004_column', 'ALTER TABLE plain ADD COLUMN d int');
SELECT status FROM migrate_apply('004');
ALTER TABLE plain DROP COLUMN d;
ALTER TABLE plain DROP COLUMN c;
DROP TABLE plain;
DROP EXTENSION pg_strata;
DROP TABLE people, plain;
