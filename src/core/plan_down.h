// The way back: which applied migrations to roll back, in which order, and what is in the way.
#pragma once

#include <cstdint>
#include <optional>

#include "core/plan.h"

namespace strata::core {

// At most one of target, steps, migration and all; none of them: the last applied migration.
struct DownRequest {
    std::optional<Index> target = {};        // stays applied; what was applied after it goes
    std::optional<std::int64_t> steps = {};  // the last so many; all when there are fewer
    std::optional<Index> migration = {};     // exactly this one
    bool cascade = false;                    // take along what depends on the chosen ones
    bool all = false;
    Door door = Door::InTransaction;
};

// Order: the reverse of application, bent only where a dependent must go before what it needs. Blocked: no down script,
// a down script that cannot run in a transaction (through that door), applied dependents that stay, a down script that
// would take what migrations that stay have made. Partial migrations count as applied.
// Faults: ContradictoryArguments, WrongState (a named migration is not applied).
Result<Plan> plan_down(const Catalog& catalog, const DownRequest& request);

}  // namespace strata::core
