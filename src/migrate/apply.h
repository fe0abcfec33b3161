// The first door: applying in the caller's transaction.
#pragma once

#include "migrate/planning.h"
#include "migrate/steps.h"
#include "pg/argument.h"

namespace strata::migrate {

// Raises the plan's refusal, if there is one, and MG009 unless the runner may run all of its steps.
void require_runnable(const Actor& actor, const Planning& planning, const core::Plan& plan);

// SQL: migrate_apply
Datum migrate_apply(const pg::Arguments& arguments);

}  // namespace strata::migrate
