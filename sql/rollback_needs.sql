-- The way back: what the scripts show to be needed protects as what is declared does.
CREATE EXTENSION pg_strata;
SET client_min_messages = warning;
SELECT count(*) FROM (VALUES
    ('1_users', 'CREATE TABLE users (id int PRIMARY KEY, name text)', 'DROP TABLE users CASCADE'),
    ('2_orders', E'CREATE TABLE orders (\n    customer int REFERENCES users\n)', 'DROP TABLE orders CASCADE'),
    ('3_sales', E'CREATE VIEW sales AS\n    SELECT count(*) FROM orders', 'DROP VIEW sales'),
    ('4_other', 'CREATE TABLE other ()', 'DROP TABLE other')) v (m, up, down), LATERAL migrate_register(m, up, down);
SELECT migration, status FROM migrate_apply();
-- refused, naming it
SELECT * FROM migrate_rollback(migration => '1');
SELECT * FROM migrate_rollback(migration => '2');
SELECT * FROM migrate_redo('2');
SELECT migration, action, note, fix_call FROM migrate_plan('1', direction => 'down');
-- taken along
BEGIN;
SELECT migration, status FROM migrate_rollback(migration => '1', cascade => true);
SELECT migration, state FROM migrate_status();
ROLLBACK;
-- the call that is given does it
SELECT migration, status FROM migrate_rollback(migration => '3');
SELECT migration, status FROM migrate_rollback(migration => '2');
SELECT migration, status FROM migrate_apply();
-- the target stays, with what it needs
SELECT migration, status FROM migrate_rollback(target => '2');
SELECT migration, status FROM migrate_apply();
-- in the order of application a dependent goes first, wherever its version is
SELECT migration, status FROM migrate_rollback(options => '{"all": true}');
SELECT migration, status FROM migrate_apply(only_these => '{4}');
SELECT migration, status FROM migrate_apply();
SELECT migration, action FROM migrate_plan(direction => 'down');
SELECT migration, status FROM migrate_rollback(options => '{"all": true}');
SELECT migration, action FROM migrate_history() WHERE action = 'rollback' ORDER BY id;

-- members: a column that another migration uses; what a constraint, trigger, policy or function leans on
SELECT count(*) FROM (VALUES
    ('5_email', 'ALTER TABLE users ADD email text', 'ALTER TABLE users DROP email CASCADE'),
    ('6_index', 'CREATE INDEX users_email ON users (lower(email))', 'DROP INDEX users_email'),
    ('7_touch', 'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN new; END''', 'DROP FUNCTION touch CASCADE'),
    ('8_trigger', 'CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()', 'DROP TRIGGER touched ON users'),
    ('9_kind', 'CREATE TYPE kind AS ENUM (''a'', ''b'')', 'DROP TYPE kind CASCADE'),
    ('10_column', 'ALTER TABLE users ADD kind kind', 'ALTER TABLE users DROP kind')) v (m, up, down), LATERAL migrate_register(m, up, down);
SELECT count(*) FROM migrate_apply();
SELECT step, migration, note FROM migrate_plan('4', direction => 'down');
SELECT * FROM migrate_rollback(migration => '5');
SELECT * FROM migrate_rollback(migration => '7');
SELECT * FROM migrate_rollback(migration => '9');
SELECT * FROM migrate_rollback(migration => '1');
-- what runs late does not hold: a function's body
SELECT action FROM migrate_register('11_late', 'CREATE FUNCTION late() RETURNS bigint LANGUAGE plpgsql AS ''BEGIN RETURN (SELECT count(*) FROM other); END''', 'DROP FUNCTION late');
SELECT status FROM migrate_apply();
SELECT migration, status FROM migrate_rollback(migration => '4');
SELECT migration, status FROM migrate_apply();

-- taken over: what replaces another's object stands on it
SELECT action FROM migrate_register('12_again', 'CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RAISE NOTICE ''''touched''''; RETURN new; END''',
    'CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS ''BEGIN RETURN new; END''');
SELECT status FROM migrate_apply();
SELECT * FROM migrate_rollback(migration => '7');
SELECT migration, status FROM migrate_rollback(migration => '7', cascade => true);
-- IF NOT EXISTS stands on what it found; one that nobody needed in time, but that was made later all the same
SELECT action FROM migrate_register('13_maybe', 'CREATE TABLE IF NOT EXISTS other ()', 'SELECT 1');
SELECT status FROM migrate_apply(only_these => '{13}');
SELECT * FROM migrate_rollback(migration => '4');

-- a schema holds what is in it
SELECT count(*) FROM (VALUES ('14_schema', 'CREATE SCHEMA app', 'DROP SCHEMA app CASCADE'), ('15_inside', 'CREATE TABLE app.inside (a int)', 'DROP TABLE app.inside')) v (m, up, down), LATERAL migrate_register(m, up, down);
SELECT status FROM migrate_apply();
SELECT * FROM migrate_rollback(migration => '14');
SELECT migration, status FROM migrate_rollback(migration => '14', cascade => true);
-- under the search_path that each ran under
CREATE SCHEMA elsewhere;
SET search_path = elsewhere, public;
SELECT action FROM migrate_register('20_here', 'CREATE TABLE here (a int)', 'DROP TABLE here'), LATERAL migrate_register('21_there', 'CREATE INDEX here_a ON here (a)', 'DROP INDEX here_a') x(m, a);
SELECT migration, status FROM migrate_apply(only_these => '{21}');
RESET search_path;
SELECT * FROM migrate_rollback(migration => '20');
SELECT migration, status FROM migrate_rollback(migration => '20', cascade => true);
SELECT bool_and(ok) AS history_holds FROM migrate_verify_history();
DROP EXTENSION pg_strata;
DROP SCHEMA elsewhere CASCADE;
DROP TABLE users, orders, other CASCADE;
DROP FUNCTION late, touch;
DROP TYPE kind;
