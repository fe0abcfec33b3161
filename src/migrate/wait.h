// Waiting for a run.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_wait
Datum migrate_wait(const pg::Arguments& arguments);

}  // namespace strata::migrate
