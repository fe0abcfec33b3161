// Running one script of a migration as a unit: everything it did stays, or nothing.
#pragma once

#include <functional>

#include "engine/call_scope.h"
#include "engine/script_run.h"

namespace strata::engine {

struct MigrationOutcome {
    ScriptCounts counts;
    std::int64_t duration_us = 0;
    std::vector<std::string> notices;
};

struct Surroundings {
    std::optional<std::string> search_path;  // absent: the caller's
    sqlread::Lexing lexing;
};

// Runs `script` in a subtransaction and a nest level of settings, checks deferred constraints, takes back what it left
// in the session, then runs `after` (bookkeeping, verification) in the same subtransaction. An error undoes all of it
// and is raised with its place in the script.
MigrationOutcome run_migration(CallScope& call, const Script& script, const Surroundings& surroundings,
                               const std::function<void(const MigrationOutcome&)>& after);

}  // namespace strata::engine
