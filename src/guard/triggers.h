// The event triggers.
#pragma once

#include "pg/argument.h"

namespace strata::guard {

// SQL: migrate.guard_command_start, migrate.guard_command_end, migrate.guard_sql_drop
Datum strata_guard_command_start(const pg::Arguments& arguments);
Datum strata_guard_command_end(const pg::Arguments& arguments);
Datum strata_guard_sql_drop(const pg::Arguments& arguments);

}  // namespace strata::guard
