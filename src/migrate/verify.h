// Checking applied migrations at any time; changes nothing.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_verify
Datum migrate_verify(const pg::Arguments& arguments);

}  // namespace strata::migrate
