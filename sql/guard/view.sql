-- The guard, views and materialized views.
CREATE EXTENSION pg_strata;
SELECT action FROM migrate_register('001_views', 'CREATE TABLE t (id int, a text); CREATE VIEW v AS SELECT id FROM t; CREATE MATERIALIZED VIEW m AS SELECT a FROM t');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_more', 'CREATE VIEW w AS SELECT a FROM t; CREATE TABLE u (id int)');

-- missing: a view stores its query unread, so the guard speaks first
CREATE VIEW x AS SELECT * FROM w;
CREATE VIEW x AS WITH w AS (SELECT 1) SELECT * FROM w;
CREATE OR REPLACE VIEW x AS SELECT * FROM t WHERE id IN (SELECT id FROM u);
ALTER VIEW w OWNER TO CURRENT_USER;
DROP VIEW w;
DROP VIEW IF EXISTS w;

-- taken away, renamed, moved
DROP VIEW v;
DROP MATERIALIZED VIEW m;
ALTER VIEW v RENAME TO vv;
ALTER VIEW v RENAME COLUMN id TO key;
ALTER MATERIALIZED VIEW m RENAME TO mm;
CREATE SCHEMA other;
ALTER VIEW v SET SCHEMA other;
-- replaced, altered: a change
CREATE OR REPLACE VIEW v AS SELECT id, a FROM t;
ALTER VIEW v SET (security_barrier);
REFRESH MATERIALIZED VIEW m;
SELECT finding, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;
-- one's own
CREATE VIEW x2 AS SELECT v.id, m.a AS other FROM v, m;
CREATE OR REPLACE VIEW x2 AS SELECT v.id, m.a AS other FROM v, m WHERE v.id > 0;
DROP VIEW x, x2;
DROP EXTENSION pg_strata;
DROP TABLE t CASCADE;
DROP SCHEMA other;
