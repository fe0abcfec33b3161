DROP FUNCTION IF EXISTS get_organization_health(uuid);
DROP FUNCTION IF EXISTS get_system_health();
DROP VIEW IF EXISTS system_health_overview;
DROP VIEW IF EXISTS workflow_health;
DROP VIEW IF EXISTS integration_health;
