// What scripts name, and who provides it.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_dependencies
Datum migrate_dependencies(const pg::Arguments& arguments);

}  // namespace strata::migrate
