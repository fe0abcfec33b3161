// Deferred constraints of what a script touched, checked before success is written: at COMMIT it would be too late to
// say which migration broke them.
#pragma once

#include "engine/observation.h"

namespace strata::engine {

// Remembers at construction (the start of a call) on which tables the caller has deferred checks pending: those are
// neither fired nor blamed on a migration.
class DeferredConstraints {
public:
    DeferredConstraints();

    // Fires what the script left pending, and gives every constraint its declared mode again. Raises the violation.
    void check(const Observed& observed) const;

private:
    std::set<std::pair<std::string, std::string>> callers_;  // schema and name of constraints
};

}  // namespace strata::engine
