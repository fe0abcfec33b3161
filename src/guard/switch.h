// Setting the guard, and finding out how it is set.
#pragma once

#include "pg/argument.h"

namespace strata::guard {

// SQL: migrate_guard, migrate_guard_override
Datum migrate_guard(const pg::Arguments& arguments);
Datum migrate_guard_override(const pg::Arguments& arguments);

}  // namespace strata::guard
