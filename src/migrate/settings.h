// The settings that safety depends on.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_settings, migrate_set
Datum migrate_settings(const pg::Arguments& arguments);
Datum migrate_set(const pg::Arguments& arguments);

}  // namespace strata::migrate
