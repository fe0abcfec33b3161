-- What depends on an object: migrations in their order, then what the database has.
CREATE EXTENSION pg_strata;
CREATE SCHEMA app;
SELECT count(*) FROM (VALUES
    ('001_users', 'CREATE TABLE users (id int PRIMARY KEY, email text, age int DEFAULT 0, CONSTRAINT grown CHECK (age >= 0)); CREATE INDEX users_email ON users (email);', ''),
    ('002_orders', E'CREATE TABLE app.orders (\n  id int PRIMARY KEY,\n  owner int REFERENCES users\n);', ''),
    ('003_views', E'CREATE VIEW active AS\n  SELECT id, email FROM users;', ''),
    ('004_counts', 'CREATE MATERIALIZED VIEW counts AS SELECT count(*) AS n FROM active;', ''),
    ('005_bodies', E'CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$\nBEGIN\n  UPDATE users SET age = 1;\n  RETURN NEW;\nEND $$;\nCREATE TRIGGER touched AFTER INSERT ON app.orders FOR EACH ROW EXECUTE FUNCTION touch();', ''),
    ('006_policy', 'ALTER TABLE users ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON users USING (age > 1);', ''),
    ('007_unrelated', 'CREATE TABLE other (id int);', '')) AS v (m, up, down), LATERAL migrate_register(m, up);
SELECT migration, status FROM migrate_apply();
SELECT count(*) FROM (VALUES
    ('008_next', E'ALTER TABLE users ADD COLUMN name text;\nCREATE INDEX users_name ON users (name);'),
    ('009_maybe', E'DO $$ BEGIN IF true THEN DELETE FROM users; END IF; END $$;'),
    ('010_rename', 'ALTER TABLE users RENAME TO people; ALTER TABLE people ALTER COLUMN age SET NOT NULL;'),
    ('011_after', 'CREATE VIEW old_people AS SELECT id FROM people WHERE age > 60;'),
    ('012_refresh', 'REFRESH MATERIALIZED VIEW counts;')) AS v (m, up), LATERAL migrate_register(m, up);
CREATE FUNCTION by_hand(text) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM users
    WHERE email = $1 $$;
CREATE FUNCTION by_path() RETURNS void LANGUAGE plpgsql SET search_path = app AS $$ BEGIN
    PERFORM id FROM orders;
    PERFORM public.by_hand('x'); END $$;
CREATE FUNCTION elsewhere() RETURNS void LANGUAGE plpgsql SET search_path = app AS $$ BEGIN PERFORM 1 FROM users; END $$;
CREATE FUNCTION as_parsed() RETURNS int BEGIN ATOMIC SELECT max(age) FROM users; END;
CREATE FUNCTION speaks_of_users() RETURNS text LANGUAGE sql AS $$ SELECT 'users' $$;
CREATE FUNCTION of_row(users) RETURNS int LANGUAGE sql AS 'SELECT 1';
SELECT * FROM migrate_impact('users');
SELECT * FROM migrate_impact('public.users.age');
SELECT kind, dependent, reason FROM migrate_impact('column users.email');
SELECT * FROM migrate_impact('app.orders');
SELECT * FROM migrate_impact('active');
SELECT * FROM migrate_impact('by_hand(text)');
SELECT * FROM migrate_impact('touch');
SELECT * FROM migrate_impact('schema app');
SELECT * FROM migrate_impact('constraint users_pkey on users');
SELECT * FROM migrate_impact('trigger touched on app.orders');
SELECT * FROM migrate_impact('people');
-- types, roles and extensions
CREATE ROLE regress_strata_reader;
SELECT count(*) FROM (VALUES
    ('020_mood', 'CREATE TYPE mood AS ENUM (''good'', ''bad'')'),
    ('021_diary', 'CREATE TABLE diary (day date, mood mood DEFAULT ''good'')'),
    ('022_grant', 'GRANT SELECT ON diary TO regress_strata_reader'),
    ('023_citext', 'CREATE EXTENSION citext'),
    ('024_names', 'CREATE TABLE names (name citext)')) AS v (m, up), LATERAL migrate_register(m, up);
SELECT count(*) FROM migrate_apply(only_these => '{020,021,022,023,024}');
SELECT * FROM migrate_impact('type mood');
SELECT * FROM migrate_impact('mood');
SELECT * FROM migrate_impact('enum label mood.good');
SELECT * FROM migrate_impact('diary.mood');
SELECT * FROM migrate_impact('role regress_strata_reader');
SELECT * FROM migrate_impact('extension citext');
-- what is not there yet, and what is nowhere
SELECT count(*) FROM migrate_register('030_missing', 'CREATE INDEX i ON integrations (id)');
SELECT * FROM migrate_impact('integrations');
SELECT * FROM migrate_impact('user');
SELECT * FROM migrate_impact('orders');
SELECT * FROM migrate_impact('app.order');
SELECT * FROM migrate_impact('users.emial');
SELECT * FROM migrate_impact('by_hand(int)');
SELECT * FROM migrate_impact('role regress_strata_nobody');
-- one name, several objects
CREATE SCHEMA users;
SELECT * FROM migrate_impact('users');
SELECT count(*) > 0 AS any FROM migrate_impact('table users');
SELECT * FROM migrate_impact('schema users');
-- no name at all
SELECT * FROM migrate_impact('');
SELECT * FROM migrate_impact(NULL);
SELECT * FROM migrate_impact('users; DROP TABLE users');
SELECT * FROM migrate_impact('f(int');
SELECT * FROM migrate_impact('f(in t e)');
SELECT * FROM migrate_impact('schema a.b');
DROP OWNED BY regress_strata_reader;
DROP ROLE regress_strata_reader;
DROP EXTENSION pg_strata;
SET client_min_messages = warning;
DROP SCHEMA app, users CASCADE;
DROP TABLE users, other, diary, names CASCADE;
DROP FUNCTION by_hand, by_path, elsewhere, speaks_of_users, touch CASCADE;
DROP EXTENSION citext;
DROP TYPE mood;
