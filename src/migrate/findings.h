// Everything that is not as it should be: as rows, or as the red build of CI.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_findings, migrate_check
Datum migrate_findings(const pg::Arguments& arguments);
Datum migrate_check(const pg::Arguments& arguments);

}  // namespace strata::migrate
