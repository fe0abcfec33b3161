// Setting states by hand, without running anything.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_mark, migrate_baseline
Datum migrate_mark(const pg::Arguments& arguments);
Datum migrate_baseline(const pg::Arguments& arguments);

}  // namespace strata::migrate
