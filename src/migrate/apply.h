// The first door: applying in the caller's transaction.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_apply
Datum migrate_apply(const pg::Arguments& arguments);

}  // namespace strata::migrate
