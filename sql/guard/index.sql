-- The guard and indexes.
CREATE EXTENSION pg_strata;
CREATE TABLE ours (id int, a text, b text);
SELECT action FROM migrate_register('001_t', 'CREATE TABLE t (id int PRIMARY KEY, a text, b text); CREATE INDEX t_a ON t (a); CREATE INDEX ours_a ON ours (a)');
SELECT status FROM migrate_apply();
SELECT action FROM migrate_register('002_index', 'CREATE INDEX t_b ON t (b); CREATE UNIQUE INDEX t_ab ON t (a, b)');

-- missing
ALTER TABLE t ADD UNIQUE USING INDEX t_ab;
ALTER INDEX t_b RENAME TO t_c;
DROP INDEX t_b;
DROP INDEX IF EXISTS t_b;
COMMENT ON INDEX t_b IS 'x';

-- taken away or renamed
DROP INDEX t_a;
DROP INDEX CONCURRENTLY t_a;
DROP INDEX t_pkey;
ALTER INDEX t_a RENAME TO t_x;
ALTER TABLE t_a RENAME TO t_x;
-- along with a table that is nobody's
DROP TABLE ours;
-- by a change of a column's type it is only built again
ALTER TABLE ours ALTER a TYPE varchar;
-- one's own
CREATE INDEX CONCURRENTLY t_own ON t (id);
ALTER INDEX t_own RENAME TO t_mine;
DROP INDEX CONCURRENTLY t_mine;
REINDEX TABLE t;
SELECT finding, command, object_kind, object, migrations FROM migrate.observed ORDER BY at;
DROP EXTENSION pg_strata;
DROP TABLE t, ours;
