-- Partitions: made, attached, detached.
CREATE EXTENSION pg_strata;
\set dependencies 'SELECT line, statement_no AS no, relation, kind, object, strength, satisfied_by FROM migrate_dependencies'
SELECT action FROM migrate_register('001_base', $$
CREATE TABLE event (id int, at date, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE event_old (id int NOT NULL, at date NOT NULL, kind text);
CREATE TABLE by_expression (a text, b int) PARTITION BY LIST (lower(a));
$$);
:dependencies('001');
SELECT action FROM migrate_register('002_parts', $$
CREATE TABLE event_2024 PARTITION OF event FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE event_2025 PARTITION OF event (kind DEFAULT 'none', CHECK (kind <> ''))
    FOR VALUES FROM ('2025-01-01') TO (MAXVALUE) PARTITION BY HASH (id);
CREATE TABLE event_2025_0 PARTITION OF event_2025 FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE event_rest PARTITION OF event DEFAULT;
ALTER TABLE event ATTACH PARTITION event_old FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
CREATE INDEX ON event (kind);
CREATE INDEX ON event_2024 (id, kind);
ALTER TABLE event DETACH PARTITION event_rest;
CREATE INDEX by_id ON ONLY event (id);
CREATE INDEX by_id_2024 ON event_2024 (id);
ALTER INDEX by_id ATTACH PARTITION by_id_2024;
ALTER TABLE event RENAME COLUMN kind TO sort;
$$);
:dependencies('002');
SELECT action FROM migrate_register('003_lost', $$
CREATE TABLE p PARTITION OF missing_parent DEFAULT;
CREATE TABLE q (a int) PARTITION BY RANGE (missing_column);
ALTER TABLE event ATTACH PARTITION missing_child DEFAULT;
ALTER TABLE event DETACH PARTITION missing_child CONCURRENTLY;
CREATE TABLE r PARTITION OF event_old (missing_column NOT NULL) DEFAULT;
$$);
:dependencies('003');
BEGIN;
SELECT migration, status FROM migrate_apply('2');
ROLLBACK;
DROP EXTENSION pg_strata;
