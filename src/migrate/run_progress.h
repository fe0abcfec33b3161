// How far runs have come.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_progress
Datum migrate_progress(const pg::Arguments& arguments);

}  // namespace strata::migrate
