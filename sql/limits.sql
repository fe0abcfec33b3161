-- Limits of scripts: where they are given, which of them counts, and what they do. Waits for other sessions: isolation.
CREATE EXTENSION pg_strata;
CREATE TABLE seen (who text, lock_timeout text, statement_timeout text);
CREATE FUNCTION see(who text) RETURNS void LANGUAGE sql AS
$$INSERT INTO seen VALUES (who, current_setting('lock_timeout'), current_setting('statement_timeout'))$$;
-- the database-wide ones, in the form in which they are kept
SELECT name, value FROM migrate_settings() WHERE name ~ 'lock|timeout' ORDER BY 1;
SELECT value FROM migrate_set('lock_timeout', '2000');
SELECT value FROM migrate_set('lock_timeout', ' 1.5 min ');
SELECT value FROM migrate_set('lock_timeout', '1500ms');
SELECT value FROM migrate_set('lock_retries', '3');
SELECT value FROM migrate_set('statement_timeout', '1h');
SELECT action, message FROM migrate_history() WHERE action = 'set' ORDER BY id;
SELECT value FROM migrate_set('lock_timeout', 'soon');
SELECT value FROM migrate_set('lock_timeout', '-1');
SELECT value FROM migrate_set('lock_timeout', '2 weeks');
SELECT value FROM migrate_set('lock_timeout', '');
SELECT value FROM migrate_set('lock_retries', '-1');
SELECT value FROM migrate_set('lock_retries', '1001');
SELECT value FROM migrate_set('lock_retries', '2.5');
SELECT value FROM migrate_set('lock_retries', '3s');
-- What counts: the call, registration, the header, the session's lock_timeout, the database's settings, the defaults.
SELECT FROM migrate_register('01_default', $$SELECT see('database')$$);
SELECT FROM migrate_register('02_default', $$SELECT see('session')$$);
SELECT FROM migrate_register('03_header', $$
-- LOCK_TIMEOUT: 3s
-- statement_timeout: 30min
SELECT see('header')$$);
SELECT FROM migrate_register('04_option', $$-- lock_timeout: 3s
SELECT see('registration')$$, options => '{"lock_timeout": "4s"}');
SELECT FROM migrate_register('05_call', $$-- lock_timeout: 3s
SELECT see('call')$$, options => '{"lock_timeout": "4s"}');
SELECT FROM migrate_register('06_own', $$-- lock_timeout: 3s
SET lock_timeout = '66s'; SELECT see('its own SET')$$, verify => $$SELECT current_setting('lock_timeout') = '3s' AS is_as_before$$);
SELECT FROM migrate_register('07_none', $$-- lock_timeout: 0
SELECT see('none')$$);
SELECT count(*) FROM migrate_apply('01');
SET lock_timeout = '55s';
SELECT count(*) FROM migrate_apply('04');
SELECT count(*) FROM migrate_apply('05', options => '{"lock_timeout": 5000, "statement_timeout": "50min"}');
SELECT count(*) FROM migrate_apply();
SHOW lock_timeout;
SHOW statement_timeout;
SHOW deadlock_timeout;
SHOW log_lock_waits;
RESET lock_timeout;
SELECT * FROM seen;
SELECT migration, options FROM migrate.migration WHERE options <> '{}';
TRUNCATE seen;
-- a down script has limits of its own, but for what registration says
SELECT FROM migrate_register('08_down', 'SELECT 1', E'-- lock_timeout: 8s\nSELECT see(\'down\')');
SELECT FROM migrate_register('09_down', 'SELECT 1', E'-- lock_timeout: 8s\nSELECT see(\'down, option\')', options => '{"lock_timeout": "9s"}');
SELECT FROM migrate_register('10_down', '-- lock_timeout: 11s
SELECT 1', $$SELECT see('down, nothing said')$$);
SELECT count(*) FROM migrate_apply();
SELECT count(*) FROM migrate_rollback(steps => 3);
SELECT count(*) FROM migrate_apply('08');
SELECT count(*) FROM migrate_rollback(options => '{"lock_timeout": "88s"}');
SELECT FROM migrate_register('07_none', down => $$SELECT see('redo, down')$$, replace => true);
SELECT count(*) FROM migrate_redo('07');
SELECT * FROM seen;
SELECT * FROM migrate_set('lock_timeout', '5s');
SELECT * FROM migrate_set('statement_timeout', '0');
-- values that do not fit are refused where they are given
SELECT FROM migrate_apply(options => '{"lock_timeout": "soon"}');
SELECT FROM migrate_apply(options => '{"lock_timeout": ""}');
SELECT FROM migrate_apply(options => '{"lock_retries": true}');
SELECT FROM migrate_apply(options => '{"transaction": "on"}');
SELECT FROM migrate_rollback(options => '{"statement_timeout": {}}');
SELECT FROM migrate_register('20_a', 'SELECT 1', options => '{"transaction": "maybe"}');
SELECT FROM migrate_register('20_a', 'SELECT 1', options => '{"concurrent_lock_timeout": -5}');
SELECT FROM migrate_register('20_a', E'/* note */\n\n-- lock_retries: many\nSELECT 1');
SELECT FROM migrate_register('20_a', 'SELECT 1', E'-- transaction: on\n-- transaction: sometimes\nSELECT 1');
SELECT FROM migrate_register('20_a', E'-- statement_timeout:\nSELECT 1');
SELECT migration, action, error, line FROM migrate_register_files(ARRAY['20_a.sql', '21_b.sql', '22_c.sql'],
    ARRAY[E'-- a note\n-- lock_timeout: soon\nSELECT 1', E'-- lock_timeout: 1s\n-- migrate:up\nSELECT 1', 'SELECT 1']);
-- after the first statement, in a verify script or within a line it is a comment like any other
SELECT action FROM migrate_register('20_a', E'SELECT 1;\n-- lock_timeout: soon', verify => E'-- lock_timeout: soon\nSELECT true');
SELECT action FROM migrate_register('21_b', E'-- on lock_timeout: see above\nSELECT 1');
-- registration: kept in one form, replaced one by one
SELECT action FROM migrate_register('22_c', 'SELECT 1', options => '{"transaction": false, "lock_retries": 2, "lock_timeout": "2000 ms", "reason": "new"}');
SELECT action FROM migrate_register('22_c', 'SELECT 1', options => '{"transaction": "off", "lock_retries": "2", "lock_timeout": "2s"}');
SELECT options, revision_digest AS before FROM migrate.migration WHERE migration = '22_c' \gset
SELECT :'options';
SELECT action FROM migrate_register('22_c', 'SELECT 1');
SELECT action FROM migrate_register('22_c', 'SELECT 1', options => '{"lock_timeout": "3s"}', replace => true);
SELECT options, revision_digest <> :'before' AS is_another FROM migrate.migration WHERE migration = '22_c';
SELECT action FROM migrate_register('22_c', replace => true);
SELECT action FROM migrate_register('22_c', options => '{"lock_timeout": "", "transaction": null, "statement_timeout": ""}', replace => true);
SELECT options FROM migrate.migration WHERE migration = '22_c';
SELECT migration, action FROM migrate_register_files(ARRAY['22_c.sql'], ARRAY['SELECT 1'], replace => true);
SELECT options FROM migrate.migration WHERE migration = '22_c';
-- statement_timeout: of each statement, and never longer than the session's own
SELECT count(*) FROM migrate_apply();
SELECT FROM migrate_register('30_slow', $$-- statement_timeout: 500ms
SELECT pg_sleep(0.3); SELECT pg_sleep(0.3);
SELECT pg_sleep(10);$$);
SELECT FROM migrate_apply();
SELECT count(*) FROM migrate_apply(options => '{"statement_timeout": "1ms"}');
SELECT FROM migrate_register('30_slow', 'SELECT pg_sleep(0.3); SELECT pg_sleep(0.3)', replace => true);
SELECT count(*) FROM migrate_apply(options => '{"statement_timeout": "500ms"}');
SELECT FROM migrate_register('31_slow', 'SELECT pg_sleep(10)');
SET statement_timeout = '200ms';
SELECT FROM migrate_apply(options => '{"statement_timeout": "1min"}');
SELECT FROM migrate_register('31_slow', $$SET statement_timeout = '1min'; SELECT pg_sleep(10)$$, replace => true);
SELECT FROM migrate_apply();
RESET statement_timeout;
SELECT FROM migrate_register('31_slow', $$SET statement_timeout = '50ms'; SELECT pg_sleep(10)$$, replace => true);
SELECT FROM migrate_apply();
-- what was armed before is armed again afterwards
SELECT FROM migrate_register('31_slow', $$SELECT pg_sleep(0.01)$$, replace => true);
SET statement_timeout = '2s';
SELECT count(*), pg_sleep(10) FROM migrate_apply(options => '{"statement_timeout": "1s"}');
RESET statement_timeout;
-- a lesser role sets them and is bound by them like anybody
CREATE ROLE regress_limited LOGIN;
GRANT INSERT ON seen TO regress_limited;
SELECT FROM migrate_grant('regress_limited', 'operator');
SELECT current_user AS me \gset
\c - regress_limited
SELECT FROM migrate_register('40_lesser', $$-- lock_timeout: 4s
SELECT see('lesser'); SELECT pg_sleep(10)$$);
SELECT FROM migrate_apply(only_these => ARRAY['40'], options => '{"statement_timeout": "50ms"}');
SELECT FROM migrate_register('40_lesser', $$-- lock_timeout: 4s
SELECT see('lesser')$$, replace => true);
SELECT count(*) FROM migrate_apply(only_these => ARRAY['40'], options => '{"statement_timeout": "1min"}');
\c - :me
SELECT * FROM seen WHERE who = 'lesser';
DROP EXTENSION pg_strata;
DROP FUNCTION see;
DROP TABLE seen;
DROP ROLE regress_limited;
