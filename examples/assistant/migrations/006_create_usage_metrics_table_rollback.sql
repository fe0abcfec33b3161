BEGIN;

DROP MATERIALIZED VIEW IF EXISTS monthly_usage_summary CASCADE;
DROP VIEW IF EXISTS current_day_usage CASCADE;
DROP FUNCTION IF EXISTS increment_usage_metrics(uuid, uuid, date, integer, integer, numeric) CASCADE;
DROP TABLE IF EXISTS usage_metrics CASCADE;

COMMIT;
