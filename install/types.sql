-- Named result types: unlike RETURNS TABLE they can grow in an upgrade.

CREATE TYPE migrate.registration AS (migration text, action text, text_checksum text, statement_checksum text, statements integer, transactional boolean, note text);
COMMENT ON TYPE migrate.registration IS 'result of migrate_register';

CREATE TYPE migrate.loaded_file_set AS (migration text, action text, files text[], error text, line integer);
COMMENT ON TYPE migrate.loaded_file_set IS 'result of migrate_register_directory and migrate_register_files';

CREATE TYPE migrate.removal AS (migration text, action text);
COMMENT ON TYPE migrate.removal IS 'result of migrate_unregister';

CREATE TYPE migrate.approved_revision AS (migration text, approver text, digest text);
COMMENT ON TYPE migrate.approved_revision IS 'result of migrate_approve';

CREATE TYPE migrate.state_change AS (migration text, old_state text, new_state text);
COMMENT ON TYPE migrate.state_change IS 'result of migrate_mark and migrate_baseline';

CREATE TYPE migrate.right_granted AS (role text, level text, action text);
COMMENT ON TYPE migrate.right_granted IS 'result of migrate_grant and migrate_revoke';

CREATE TYPE migrate.setting_value AS (name text, value text, default_value text, allowed text[], description text);
COMMENT ON TYPE migrate.setting_value IS 'result of migrate_settings and migrate_set';

CREATE TYPE migrate.migration_status AS (migration text, state text, requires text[], applied_at timestamptz, applied_by text, duration interval, has_down boolean, has_verify boolean, last_error text, last_attempt_at timestamptz, text_checksum text);
COMMENT ON TYPE migrate.migration_status IS 'result of migrate_status';

CREATE TYPE migrate.plan_step AS (step integer, migration text, action text, transactional boolean, requires text[], because text, out_of_order boolean, note text, fix_call text);
COMMENT ON TYPE migrate.plan_step IS 'result of migrate_plan';

CREATE TYPE migrate.dependency AS (migration text, relation text, kind text, object text, strength text, line integer, statement_no integer, satisfied_by text);
COMMENT ON TYPE migrate.dependency IS 'result of migrate_dependencies';

CREATE TYPE migrate.impact AS (kind text, dependent text, state text, reason text);
COMMENT ON TYPE migrate.impact IS 'result of migrate_impact';

CREATE TYPE migrate.run_step AS (step integer, migration text, action text, statements bigint, rows bigint, duration interval, status text);
COMMENT ON TYPE migrate.run_step IS 'result of migrate_apply, migrate_rollback and migrate_redo';

CREATE TYPE migrate.started_run AS (run bigint, process integer, note text);
COMMENT ON TYPE migrate.started_run IS 'result of migrate_start and migrate_start_rollback';

CREATE TYPE migrate.run_progress AS (run bigint, action text, status text, migration text, step integer, steps integer, statement integer, statements integer, line integer, phase text, elapsed interval, build text, build_done numeric, waits_for text, blocked_by text[]);
COMMENT ON TYPE migrate.run_progress IS 'result of migrate_progress';

CREATE TYPE migrate.cancelled_run AS (run bigint, status text, note text);
COMMENT ON TYPE migrate.cancelled_run IS 'result of migrate_cancel';

CREATE TYPE migrate.check_result AS (migration text, check_name text, subject text, expected text, actual text, ok boolean, detail text);
COMMENT ON TYPE migrate.check_result IS 'result of migrate_verify';

CREATE TYPE migrate.chain_link AS (id bigint, ok boolean, detail text);
COMMENT ON TYPE migrate.chain_link IS 'result of migrate_verify_history';

CREATE TYPE migrate.finding AS (migration text, finding text, detail text, fix_call text);
COMMENT ON TYPE migrate.finding IS 'result of migrate_findings and migrate_check';

CREATE TYPE migrate.guard_state AS (mode text, installed boolean, out_of_band text, exempt_schemas text[], exempt_roles text[], overridden boolean, detail text);
COMMENT ON TYPE migrate.guard_state IS 'result of migrate_guard and migrate_guard_override';
