-- The SQLSTATEs of class MG, with all parts of their messages (MG009: approve, MG014: history, MG015: apply_calls).
CREATE EXTENSION pg_strata;
CREATE FUNCTION shows(sql text, OUT state text, OUT message text, OUT detail text, OUT hint text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE sql;
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
END $$;
SELECT count(*) FROM (VALUES ('001_a', 'SELECT 1'), ('001_b', 'SELECT 1'), ('002_c', 'SELECT 1'), ('004_v', 'VACUUM'), ('005_w', 'SELECT 1')) v (m, up), LATERAL migrate_register(m, up, verify => CASE m WHEN '005_w' THEN 'SELECT false' END);
SELECT migration, status FROM migrate_apply(only_these => '{002_c}');
SELECT migration FROM migrate_register('003_late', 'SELECT 1', requires => '{404}');
\x on
SELECT * FROM (VALUES
    ($q$SELECT migrate_register('', 'SELECT 1')$q$),
    ($q$SELECT migrate_apply('nope')$q$),
    ($q$SELECT migrate_apply('1')$q$),
    ($q$SELECT migrate_register('x', 'ROLLBACK')$q$),
    ($q$SELECT migrate_register('001_a', 'SELECT 2')$q$),
    ($q$SELECT migrate_register('002_c', 'SELECT 2', replace => true)$q$),
    ($q$SELECT migrate_apply(only_these => '{3}')$q$),
    ($q$SELECT migrate_apply(only_these => '{4}')$q$),
    ($q$SELECT migrate_apply(only_these => '{5}')$q$),
    ($q$SELECT migrate_rollback()$q$),
    ($q$SELECT migrate_unregister('2')$q$),
    ($q$SELECT migrate_check()$q$),
    ($q$SELECT migrate_register_directory('')$q$),
    ($q$SELECT migrate_apply(options => '{"x": 1}')$q$),
    ($q$SELECT migrate_grant(current_user, 'x')$q$),
    ($q$SELECT migrate_rollback(steps => 0)$q$)) v (sql), LATERAL shows(v.sql);
\x off
-- the messages follow the server's style: lower case, no period; details and hints are sentences
SELECT state, message FROM (VALUES ($q$SELECT migrate_register('', 'SELECT 1')$q$), ($q$SELECT migrate_apply('nope')$q$), ($q$SELECT migrate_apply('1')$q$), ($q$SELECT migrate_register('x', 'ROLLBACK')$q$), ($q$SELECT migrate_register('001_a', 'SELECT 2')$q$),
    ($q$SELECT migrate_register('002_c', 'SELECT 2', replace => true)$q$), ($q$SELECT migrate_apply(only_these => '{3}')$q$), ($q$SELECT migrate_rollback()$q$), ($q$SELECT migrate_unregister('2')$q$), ($q$SELECT migrate_check()$q$)) v (sql), LATERAL shows(v.sql)
 WHERE message ~ '\.$' OR message ~ '^[A-Z][a-z]';
-- out of order
SELECT value FROM migrate_set('out_of_order', 'refuse');
SELECT * FROM migrate_apply(only_these => '{001_a}');
\echo :LAST_ERROR_SQLSTATE
DROP EXTENSION pg_strata;
DROP FUNCTION shows;
