// There is no such run.
#pragma once

#include "core/text.h"
#include "migrate/raise.h"

namespace strata::migrate {

[[noreturn]] inline void raise_unknown_run(std::int64_t run) {
    raise({core::Condition::UnknownRun, core::concat("there is no run ", run), "",
           "SELECT * FROM migrate_progress() shows the runs that are under way, or the last one."});
}

}  // namespace strata::migrate
