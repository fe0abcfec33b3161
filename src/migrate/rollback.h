// The way back, and back again.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_rollback, migrate_redo
Datum migrate_rollback(const pg::Arguments& arguments);
Datum migrate_redo(const pg::Arguments& arguments);

}  // namespace strata::migrate
