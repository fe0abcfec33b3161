// Looking: what is registered and how it stands, and what would be done.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_status, migrate_plan
Datum migrate_status(const pg::Arguments& arguments);
Datum migrate_plan(const pg::Arguments& arguments);

}  // namespace strata::migrate
