// Runs in a background worker: the call that asks for them.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_start, migrate_start_rollback
Datum migrate_start(const pg::Arguments& arguments);
Datum migrate_start_rollback(const pg::Arguments& arguments);

}  // namespace strata::migrate
