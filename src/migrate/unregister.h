// Forgetting a pending migration.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_unregister
Datum migrate_unregister(const pg::Arguments& arguments);

}  // namespace strata::migrate
