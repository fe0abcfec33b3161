// The second door: a run commits after each migration, outside of which it holds no snapshot. What fails stays on
// record. For CALL migrate_run() and for background workers.
#pragma once

#include "migrate/planning.h"

namespace strata::migrate {

// What to run. The planner's own words: made anew from the plan once the run is the only writer.
struct RunRequest {
    core::Action action = core::Action::Apply;
    // up
    std::optional<std::string> target = {};
    std::optional<std::vector<std::string>> only_these = {};
    // down, with target
    std::optional<std::int64_t> steps = {};
    std::optional<std::string> migration = {};
    bool cascade = false;
    std::string options = "{}";  // jsonb as text
    std::optional<std::int64_t> run = {};  // already inserted as requested; absent: this call inserts it
};

// The request as a jsonb object: what migrate.run keeps.
std::string arguments_of(const RunRequest& request);

// Whether it is to wait when others change migrations. Raises what is wrong with its options.
bool waits_for_others(const RunRequest& request);

// Raises what is wrong with the request or its plan, without changing anything: for migrate_start().
core::Plan plan_run(const Actor& actor, const Planning& planning, const RunRequest& request);

struct RunResult {
    std::optional<std::int64_t> run;  // absent: there was nothing to do, and nobody asked for the run before
    std::int64_t done = 0;
};

// Ends the transaction that is current, more than once. On entry no subtransaction is open, and the memory context that
// is current outlives transactions. Raises 55P03 when somebody else changes migrations, the plan's refusal, and what
// a step raises, after having put it on record.
RunResult perform_run(const Actor& actor, const RunRequest& request);

}  // namespace strata::migrate
