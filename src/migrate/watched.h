// What the guard reads of all registered migrations at once.
#pragma once

#include "core/interest.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

// As of now, whatever the transaction's snapshot. Migrations whose stored reading is of another version are left out.
core::InterestSet read_interests(const Home& home);

}  // namespace strata::migrate
