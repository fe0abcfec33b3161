// Deferred constraints of what a script touched, checked before success is written: at COMMIT it would be too late to
// say which migration broke them.
#pragma once

#include "engine/observation.h"

namespace strata::engine {

// Remembers at construction (the start of a call) on which tables the caller has deferred checks pending: those are
// neither fired nor blamed on a migration. What mode a constraint is in the server does not tell; one whose check was
// pending was deferred, any other is taken to be in its declared mode.
class DeferredConstraints {
public:
    struct Constraint {
        Oid table;
        std::string schema;
        std::string name;
        bool deferred_by_default;
        bool name_is_ambiguous;  // shared by a constraint that SET CONSTRAINTS would have to treat otherwise
    };

    DeferredConstraints();

    // Fires what the script left pending, and gives every constraint the mode that it had. Raises the violation.
    void check(const Observed& observed) const;

    // Raises MG015 for a SET CONSTRAINTS of a script that would fire what the caller has pending.
    void refuse_touching_callers(const ConstraintsSetStmt* statement) const;

private:
    std::set<std::pair<std::string, std::string>> callers_;  // schema and name of constraints
};

}  // namespace strata::engine
