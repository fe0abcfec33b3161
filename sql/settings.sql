-- migrate_settings and migrate_set: what safety depends on; the rest are ordinary settings.
CREATE EXTENSION pg_strata;
SELECT * FROM migrate_settings();
SELECT * FROM migrate_set('out_of_order', 'refuse', 'ticket 4711');
SELECT name, value, default_value FROM migrate_settings();
SELECT * FROM migrate_set('out_of_order', 'refuse');
SELECT * FROM migrate_set('out_of_order', 'apply');
SELECT action, outcome, message, reason, migration FROM migrate_history() ORDER BY id;
SELECT * FROM migrate_set('out_of_oder', 'apply');
SELECT * FROM migrate_set('out_of_order', 'aply');
SELECT * FROM migrate_set('out_of_order', 'REFUSE');
SELECT * FROM migrate_set('out_of_order', '');
SELECT * FROM migrate_set('out_of_order', NULL);
SELECT * FROM migrate_set(NULL, 'apply');
-- with the transaction
BEGIN;
SELECT value FROM migrate_set('out_of_order', 'refuse');
ROLLBACK;
SELECT value FROM migrate_settings();
\set VERBOSITY sqlstate
SELECT * FROM migrate_set('x', 'y');
\set VERBOSITY default
-- conveniences
SELECT name, setting, unit, context, vartype, short_desc, extra_desc, min_val, boot_val FROM pg_settings WHERE name LIKE 'pg\_strata.%' ORDER BY 1;
SET pg_strata.lock_timeout = '1min';
SHOW pg_strata.lock_timeout;
\set VERBOSITY sqlstate
SET pg_strata.lock_timeout = -1;
\set VERBOSITY default
SET pg_strata.nothing = 1;
RESET pg_strata.lock_timeout;
DROP EXTENSION pg_strata;
