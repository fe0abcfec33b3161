// What depends on an object: migrations and what the database has.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

Datum migrate_impact(const pg::Arguments& arguments);

}  // namespace strata::migrate
