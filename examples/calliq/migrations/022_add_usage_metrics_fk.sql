-- description: usage_metrics gets a column for the call that its metadata names, and a foreign key
-- lock_timeout: 5s

-- The call that the metadata of a row names; NULL if it names none, or something that is no identifier.
CREATE OR REPLACE FUNCTION usage_call_id(metadata jsonb) RETURNS uuid
LANGUAGE sql IMMUTABLE
AS $$
    SELECT CASE WHEN metadata ->> 'call_id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
                THEN (metadata ->> 'call_id')::uuid END
$$;

-- Nobody deletes a call meanwhile.
LOCK TABLE calls, usage_metrics IN SHARE ROW EXCLUSIVE MODE;

ALTER TABLE usage_metrics ADD COLUMN IF NOT EXISTS call_id uuid;

-- Rows that point to nothing would break the foreign key. They are put aside before they go.
CREATE TABLE backup.usage_metrics_orphans AS
SELECT u.id, u.organization_id, u.metric_type, u.quantity, u.metadata, u.recorded_at,
       CASE WHEN usage_call_id(u.metadata) IS NULL THEN 'malformed' ELSE 'unknown call' END AS reason,
       now() AS saved_at
FROM usage_metrics u
LEFT JOIN calls c ON c.id = usage_call_id(u.metadata)
WHERE u.metadata ->> 'call_id' IS NOT NULL AND c.id IS NULL;

ALTER TABLE backup.usage_metrics_orphans ADD PRIMARY KEY (id);
COMMENT ON TABLE backup.usage_metrics_orphans IS 'Usage of calls that did not exist when migration 022 was applied';

DELETE FROM usage_metrics u
USING backup.usage_metrics_orphans o
WHERE o.id = u.id;

UPDATE usage_metrics
SET call_id = usage_call_id(metadata)
WHERE call_id IS NULL AND metadata ->> 'call_id' IS NOT NULL;

CREATE INDEX IF NOT EXISTS idx_usage_metrics_call_id ON usage_metrics (call_id);

ALTER TABLE usage_metrics
    ADD CONSTRAINT fk_usage_metrics_call FOREIGN KEY (call_id) REFERENCES calls (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE usage_metrics VALIDATE CONSTRAINT fk_usage_metrics_call;

-- Versions of the application that know nothing of the column go on writing the metadata alone.
CREATE OR REPLACE FUNCTION set_usage_call_id() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF NEW.call_id IS NULL THEN
        NEW.call_id := public.usage_call_id(NEW.metadata);
    END IF;
    RETURN NEW;
END;
$$;

CREATE TRIGGER set_usage_call_id
    BEFORE INSERT OR UPDATE OF metadata ON usage_metrics
    FOR EACH ROW EXECUTE FUNCTION set_usage_call_id();

COMMENT ON COLUMN usage_metrics.call_id IS 'The call that was metered; NULL for usage that belongs to no call';

ANALYZE usage_metrics;

DO $$
DECLARE
    usage   record;
    orphans record;
BEGIN
    SELECT count(*) AS "all", count(call_id) AS linked INTO usage FROM usage_metrics;
    SELECT count(*) AS "all", count(*) FILTER (WHERE reason = 'unknown call') AS unknown,
           count(*) FILTER (WHERE reason = 'malformed') AS malformed
    INTO orphans FROM backup.usage_metrics_orphans;
    RAISE NOTICE 'usage_metrics: % orphans moved to backup.usage_metrics_orphans (% of unknown calls, % malformed)',
        orphans."all", orphans.unknown, orphans.malformed;
    RAISE NOTICE 'usage_metrics: % rows left, % linked to a call, % of no call', usage."all", usage.linked,
        usage."all" - usage.linked;
END
$$;
