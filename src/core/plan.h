// What a planner gives back: steps in order, and one refusal that names everything that is in the way.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/catalog.h"
#include "core/result.h"

namespace strata::core {

// Through which door the steps are to go. InTransaction: all in the caller's transaction. CommittingEach: a transaction
// of its own for each step, and statements outside of any. Either: to look at; what only one of them can run is noted.
enum class Door : std::uint8_t { InTransaction, CommittingEach, Either };

enum class Action : std::uint8_t { Apply, Rollback, Blocked, None };

std::string_view name(Action action) noexcept;  // "apply", "rollback", "blocked", "none"

struct Step {
    Index node = 0;
    Action action = Action::None;
    bool out_of_order = false;
    std::string note = {};                         // prose, empty when there is nothing to say; never ends in a period
    std::string fix_call = {};                     // the call that mends it, or helps; empty when there is none
    std::vector<std::string> needs = {};           // declared requirements, those not registered last
    std::string because = {};                      // why it stands where it stands; the way up only
    Condition condition = Condition::PlanBlocked;  // why, when blocked
    bool may_wait = true;                          // for another session's lock, see waits.h
};

// Empty steps: nothing to do. A refusal stands if and only if a step is blocked.
struct Plan {
    std::vector<Step> steps;
    std::optional<Fault> refusal;
};

}  // namespace strata::core
