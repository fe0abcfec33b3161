// Running one script of a migration in the transaction, or subtransaction, that is current.
#pragma once

#include <functional>

#include "engine/call_scope.h"
#include "engine/timeouts.h"
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
    std::optional<core::Limits> limits = {};  // absent: the session's own timeouts
};

// Raises what violates a deferred constraint, and says whose script left it.
void check_deferred(const CallScope& call, const Script& script, const Observed& observed);

// Runs `script` in a nest level of settings, with its limits in force to the end of `after`, checks deferred
// constraints, takes back what it left in the session, then
// runs `after` (verification, bookkeeping). An error is raised with its place in the script; what the script did goes
// with the transaction that the error ends. There is no subtransaction of its own: releasing one walks all locks, files
// and relations of the transaction, so that a long plan would cost the square of its length. Whoever means to go on
// after a failure opens one around.
MigrationOutcome run_migration(CallScope& call, const Script& script, const Surroundings& surroundings,
                               const std::function<void(const MigrationOutcome&)>& after);

}  // namespace strata::engine
