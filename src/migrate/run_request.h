// What a run is asked for, between the arguments of a call and migrate.run.
#pragma once

#include "migrate/run.h"
#include "migrate/run_table.h"
#include "pg/argument.h"

namespace strata::migrate {

// target, only_these, options
RunRequest apply_request(const pg::Arguments& arguments);
// target, steps, migration, cascade, options
RunRequest rollback_request(const pg::Arguments& arguments);

// What the row was requested with.
RunRequest request_of(const RunRow& row);

}  // namespace strata::migrate
