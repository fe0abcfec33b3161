// The SQL entry points, one line each. Everything else is behind them.
#include "guard/switch.h"
#include "guard/triggers.h"
#include "migrate/apply.h"
#include "migrate/approve.h"
#include "migrate/background.h"
#include "migrate/cancel.h"
#include "migrate/dependencies.h"
#include "migrate/findings.h"
#include "migrate/history.h"
#include "migrate/impact.h"
#include "migrate/mark.h"
#include "migrate/register.h"
#include "migrate/register_files.h"
#include "migrate/rights.h"
#include "migrate/rollback.h"
#include "migrate/run_calls.h"
#include "migrate/run_progress.h"
#include "migrate/settings.h"
#include "migrate/start.h"
#include "migrate/status.h"
#include "migrate/unregister.h"
#include "migrate/verify.h"
#include "migrate/wait.h"
#include "pg/entry.h"

STRATA_FUNCTION(migrate_register)
STRATA_FUNCTION(migrate_register_directory)
STRATA_FUNCTION(migrate_register_files)
STRATA_FUNCTION(migrate_unregister)
STRATA_FUNCTION(migrate_approve)
STRATA_FUNCTION(migrate_status)
STRATA_FUNCTION(migrate_plan)
STRATA_FUNCTION(migrate_dependencies)
STRATA_FUNCTION(migrate_impact)
STRATA_FUNCTION(migrate_apply)
STRATA_FUNCTION(migrate_rollback)
STRATA_FUNCTION(migrate_redo)
STRATA_FUNCTION(migrate_run)
STRATA_FUNCTION(migrate_run_rollback)
STRATA_FUNCTION(migrate_start)
STRATA_FUNCTION(migrate_start_rollback)
STRATA_FUNCTION(migrate_progress)
STRATA_FUNCTION(migrate_wait)
STRATA_FUNCTION(migrate_cancel)
STRATA_WORKER_OF(migrate, strata_background_run)
STRATA_FUNCTION(migrate_mark)
STRATA_FUNCTION(migrate_baseline)
STRATA_FUNCTION(migrate_verify)
STRATA_FUNCTION(migrate_findings)
STRATA_FUNCTION(migrate_check)
STRATA_FUNCTION(migrate_history)
STRATA_FUNCTION(migrate_verify_history)
STRATA_FUNCTION(migrate_settings)
STRATA_FUNCTION(migrate_set)
STRATA_FUNCTION(migrate_grant)
STRATA_FUNCTION(migrate_revoke)
STRATA_FUNCTION_OF(guard, migrate_guard)
STRATA_FUNCTION_OF(guard, migrate_guard_override)
STRATA_FUNCTION_OF(guard, strata_guard_command_start)
STRATA_FUNCTION_OF(guard, strata_guard_command_end)
STRATA_FUNCTION_OF(guard, strata_guard_sql_drop)
