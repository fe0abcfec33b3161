// The second door as procedures.
#pragma once

#include "migrate/actor.h"
#include "pg/argument.h"

namespace strata::migrate {

// Raises 25001 unless the procedure may end the client's transaction; says what to call instead.
void require_own_call(const pg::Arguments& arguments, const char* procedure, const std::string& instead);

// SQL: migrate_run, migrate_run_rollback
Datum migrate_run(const pg::Arguments& arguments);
Datum migrate_run_rollback(const pg::Arguments& arguments);

}  // namespace strata::migrate
