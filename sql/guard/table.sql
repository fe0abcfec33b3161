-- The guard and tables, foreign tables and sequences.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_customers', 'CREATE TABLE customers (id int PRIMARY KEY, name text)');
SELECT action FROM migrate_register('002_orders', 'CREATE TABLE orders (id int PRIMARY KEY, customer int REFERENCES customers); CREATE SEQUENCE numbers');
SELECT action FROM migrate_register('003_app', 'CREATE SCHEMA app; CREATE TABLE app.items (id int)');

-- a prerequisite is missing: whatever needs it says who provides it
CREATE TABLE addresses (id int, customer int REFERENCES customers);
CREATE TABLE copy (LIKE customers);
CREATE TABLE heir () INHERITS (customers);
CREATE TABLE part PARTITION OF customers DEFAULT;
ALTER TABLE customers ADD COLUMN age int;
ALTER SEQUENCE numbers RESTART;
CREATE TABLE n (id int DEFAULT nextval('numbers'));
COMMENT ON TABLE customers IS 'x';
GRANT SELECT ON customers TO PUBLIC;
DROP TABLE customers;
CREATE TABLE far (item int REFERENCES app.items);
-- under IF EXISTS nothing is missing
ALTER TABLE IF EXISTS customers ADD COLUMN age int;
DROP TABLE IF EXISTS customers;
-- PostgreSQL itself speaks first where a query is stored
CREATE TABLE made AS SELECT * FROM customers;
SELECT * INTO made FROM customers;
CREATE MATERIALIZED VIEW made AS SELECT * FROM customers;
-- and alone where nothing registered provides it, or not in the schema that is meant
CREATE TABLE addresses (id int, customer int REFERENCES customer);
CREATE TABLE addresses (id int, customer int REFERENCES elsewhere.customers);
CREATE TABLE addresses (id int, item int REFERENCES items);
SET search_path = app, public;
CREATE TABLE addresses (id int, item int REFERENCES items);
RESET search_path;
-- what a statement brings along is not missing
CREATE TABLE tree (id int PRIMARY KEY, parent int REFERENCES tree);
BEGIN;
CREATE TABLE customers (id int PRIMARY KEY, parent int REFERENCES customers);
ROLLBACK;
CREATE SCHEMA own CREATE TABLE a (id int PRIMARY KEY) CREATE TABLE b (a int REFERENCES a);
DROP SCHEMA own CASCADE;
DROP TABLE tree;
-- temporary objects are nobody's business
CREATE TEMP TABLE customers (id int PRIMARY KEY);
CREATE TEMP TABLE addresses (customer int REFERENCES customers);
DROP TABLE customers CASCADE;
DROP TABLE addresses;

-- applied: it can be referred to, and cannot be taken away
SELECT status FROM migrate_apply('002');
CREATE TABLE addresses (id int, customer int REFERENCES customers);
DROP TABLE addresses, orders;
DROP TABLE IF EXISTS orders;
DROP TABLE customers CASCADE;
ALTER TABLE customers RENAME TO clients;
CREATE SCHEMA other;
ALTER TABLE customers SET SCHEMA other;
DROP SEQUENCE numbers;
ALTER SEQUENCE numbers RENAME TO figures;
SELECT count(*) FROM customers, orders;
-- tables of others are free, namesakes too
CREATE TABLE other.customers (id int);
ALTER TABLE other.customers RENAME TO clients;
ALTER TABLE other.clients RENAME TO customers;
SET search_path = other, public;
DROP TABLE customers;
RESET search_path;
DROP TABLE addresses;

-- what a pending migration needs cannot be taken away either, whoever made it
CREATE TABLE legacy (id int PRIMARY KEY);
SELECT action FROM migrate_register('004_from_legacy', 'CREATE TABLE fresh (id int REFERENCES legacy)');
DROP TABLE legacy;
ALTER TABLE legacy RENAME TO old;
-- unless a pending one makes it
SELECT action FROM migrate_register('005_legacy', 'CREATE TABLE legacy (id int PRIMARY KEY)');
DROP TABLE legacy;
SELECT u.action FROM unnest(ARRAY['004', '005']) AS m, migrate_unregister(m) AS u;

-- what an applied migration dropped or renamed later is followed
SELECT action FROM migrate_register('006_rename', 'ALTER TABLE orders RENAME TO purchases; DROP SEQUENCE numbers');
SELECT status FROM migrate_apply(only_these => ARRAY['006']);
CREATE TABLE orders (id int);
DROP TABLE orders;
CREATE SEQUENCE numbers;
DROP SEQUENCE numbers;
DROP TABLE purchases;
-- one whose object has gone is told of, and one that was skipped
BEGIN;
SELECT detail FROM migrate_guard_override('test');
DROP TABLE purchases;
COMMIT;
CREATE INDEX ON purchases (customer);
SELECT old_state, new_state FROM migrate_mark('003', 'skipped', 'test');
CREATE TABLE far (item int REFERENCES app.items);

\set VERBOSITY sqlstate
DROP TABLE customers;
CREATE INDEX ON purchases (customer);
\set VERBOSITY default
DROP EXTENSION pg_strata;
DROP SCHEMA other CASCADE;
DROP TABLE customers;
