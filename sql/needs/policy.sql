-- Row level security policies.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE SCHEMA app;
CREATE TABLE app.item (id int, owner_id int);
CREATE TABLE app.member (item_id int, user_id int);
CREATE FUNCTION app.me() RETURNS int LANGUAGE sql AS 'SELECT 1';
CREATE ROLE needs_reader;
$$);
SELECT action FROM migrate_register('002_policies', $$
ALTER TABLE app.item ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON app.item FOR ALL TO needs_reader, CURRENT_USER
    USING (owner_id = app.me())
    WITH CHECK (owner_id = app.me() AND item.id > 0);
CREATE POLICY shared ON app.item FOR SELECT
    USING (EXISTS (SELECT 1 FROM app.member m WHERE m.item_id = item.id AND user_id = app.me()));
ALTER POLICY own ON app.item TO PUBLIC USING (owner_id > 0);
ALTER POLICY own ON app.item RENAME TO mine;
COMMENT ON POLICY mine ON app.item IS 'x';
DROP POLICY shared ON app.item;
DROP POLICY IF EXISTS shared ON app.item;
DROP POLICY IF EXISTS shared ON never_there;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE POLICY x1 ON missing_table USING (true);
CREATE POLICY x2 ON app.item TO missing_role;
CREATE POLICY x3 ON app.item USING (missing_column = 1);
CREATE POLICY x4 ON app.item USING (missing_function());
CREATE POLICY x5 ON app.item USING (EXISTS (SELECT 1 FROM missing_table t WHERE t.id = item.missing_column));
ALTER POLICY missing_policy ON app.item USING (true);
DROP POLICY own ON app.item;
DROP POLICY missing_policy ON app.item;
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
