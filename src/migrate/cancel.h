// Stopping a run.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_cancel
Datum migrate_cancel(const pg::Arguments& arguments);

}  // namespace strata::migrate
