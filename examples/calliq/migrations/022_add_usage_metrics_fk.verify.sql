SELECT format_type(atttypid, atttypmod) = 'uuid' AND NOT attnotnull AS "usage_metrics has a column call_id"
FROM pg_attribute
WHERE attrelid = 'usage_metrics'::regclass AND attname = 'call_id';

SELECT convalidated AND confdeltype = 'c' AND confrelid = 'calls'::regclass AS "a validated foreign key to calls"
FROM pg_constraint
WHERE conrelid = 'usage_metrics'::regclass AND conname = 'fk_usage_metrics_call' AND contype = 'f';

SELECT i.indisvalid AS "index idx_usage_metrics_call_id is valid"
FROM pg_index i
WHERE i.indexrelid = 'idx_usage_metrics_call_id'::regclass AND i.indrelid = 'usage_metrics'::regclass;

SELECT count(*) = 0 AS "no violation of the foreign key"
FROM usage_metrics u
LEFT JOIN calls c ON c.id = u.call_id
WHERE u.call_id IS NOT NULL AND c.id IS NULL;

SELECT count(*) = 0 AS "no row names a call that it is not linked to"
FROM usage_metrics
WHERE metadata ->> 'call_id' IS NOT NULL AND call_id IS DISTINCT FROM usage_call_id(metadata);

SELECT count(*) = 0 AS "no orphan is left of those put aside"
FROM backup.usage_metrics_orphans o
JOIN usage_metrics u USING (id);

-- A call with usage, as an old version of the application writes it. Nothing here stays.
INSERT INTO auth.users (id, email) VALUES ('b0000000-0000-4000-8000-000000000022', 'owner@verify.example');
INSERT INTO organizations (id, name, owner_id) VALUES
    ('a0000000-0000-4000-8000-000000000022', 'verify 022', 'b0000000-0000-4000-8000-000000000022');
INSERT INTO users (id, organization_id, email) VALUES
    ('b0000000-0000-4000-8000-000000000022', 'a0000000-0000-4000-8000-000000000022', 'owner@verify.example');
INSERT INTO calls (id, organization_id, user_id, status, duration, started_at) VALUES
    ('c0000000-0000-4000-8000-000000000022', 'a0000000-0000-4000-8000-000000000022',
     'b0000000-0000-4000-8000-000000000022', 'missed', 0, '2025-01-01');
INSERT INTO usage_metrics (organization_id, metric_type, quantity, metadata) VALUES
    ('a0000000-0000-4000-8000-000000000022', 'minutes', 1, '{"call_id": "C0000000-0000-4000-8000-000000000022"}'),
    ('a0000000-0000-4000-8000-000000000022', 'storage', 1, '{}');

SELECT count(*) = 1 AS "usage that only names its call is linked to it"
FROM usage_metrics
WHERE call_id = 'c0000000-0000-4000-8000-000000000022';

DO $$
BEGIN
    INSERT INTO usage_metrics (organization_id, metric_type, quantity, metadata)
    VALUES ('a0000000-0000-4000-8000-000000000022', 'minutes', 1,
            '{"call_id": "c0000000-0000-4000-8000-0000000000ff"}');
    RAISE EXCEPTION 'usage of a call that does not exist could be written';
EXCEPTION
    WHEN foreign_key_violation THEN
        NULL;  -- as it should be
END
$$;

DELETE FROM calls WHERE id = 'c0000000-0000-4000-8000-000000000022';
SELECT array_agg(metric_type) = '{storage}' AS "usage goes with its call"
FROM usage_metrics
WHERE organization_id = 'a0000000-0000-4000-8000-000000000022';
