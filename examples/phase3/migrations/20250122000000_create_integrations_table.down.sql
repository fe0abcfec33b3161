DROP TABLE IF EXISTS integrations;
