// Approving a revision that somebody with lesser rights registered.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_approve
Datum migrate_approve(const pg::Arguments& arguments);

}  // namespace strata::migrate
