// The way up: which migrations to apply, in which order, and what is in the way.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/plan.h"

namespace strata::core {

enum class LatePolicy : std::uint8_t { Apply, Refuse };

struct UpRequest {
    std::optional<Index> target = {};                   // everything up to and including it, in plan order
    std::optional<std::vector<Index>> only_these = {};  // these and what they need, transitively
    LatePolicy late = LatePolicy::Apply;                // the setting out_of_order
    bool ignore_blocked = false;                        // what is in the way by PlanBlocked becomes a note
    Door door = Door::InTransaction;
    std::int64_t lock_capacity = 0;                     // entries of the server's lock table; 0 when not known
};

// Order: again and again the lowest (version.h) of the migrations whose prerequisites are applied or already taken.
// A blocked migration keeps its place as a step with action Blocked. A target that is applied gives an empty plan.
// Faults: ContradictoryArguments (target together with only_these), WrongState (a named migration is skipped).
// Deterministic; O((nodes + edges) log nodes).
Result<Plan> plan_up(const Catalog& catalog, const UpRequest& request);

// The steps of the same plan, not judged yet: what looks at scripts in this order can add to the catalog what it finds
// missing, which changes no step's place.
Result<std::vector<Index>> order_up(const Catalog& catalog, const UpRequest& request);

}  // namespace strata::core
