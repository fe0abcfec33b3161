// What got no lock is undone and tried again, so that no queue builds behind a wait.
#pragma once

#include "core/script_limits.h"
#include "engine/timeouts.h"
#include "migrate/actor.h"
#include "pg/pause.h"

namespace strata::migrate {

// What a retry is about, for its messages.
struct Retried {
    const Actor& actor;
    const core::Limits& limits;
    const std::string& migration;
};

// After the `failures`th failure, which `error` tells and which has been undone: with retries left, says so in a NOTICE
// that names the blockers, and gives back for how many milliseconds to stay away. Otherwise nothing, and the error's
// detail names the blockers. Looks into the catalogs.
std::optional<std::int64_t> next_attempt(const Retried& what, int failures, pg::Error& error);

// For an error that is raised without a retry, in a transaction that has failed: gives the process numbers alone.
void name_blockers(pg::Error& error);

// Runs `attempt` until it does not fail for other sessions' locks, once and then at most limits.lock_retries times, and
// gives back what it returns. `undo` comes after each such failure, also after the last, whose error is then raised: it
// must give the locks back and leave a transaction in which the catalogs can be read. Any other error is raised at once,
// without `undo`.
template <class Attempt, class Undo>
auto with_retries(const Retried& what, Attempt attempt, Undo undo) {
    for (int failures = 1;; ++failures) {
        std::optional<pg::Error> failure;
        try {
            return attempt();
        } catch (const pg::Error& error) {
            if (!engine::is_about_locks(error)) throw;
            failure.emplace(error);
        }
        undo();
        const std::optional<std::int64_t> delay = next_attempt(what, failures, *failure);
        if (!delay) throw pg::Error(*failure);
        pg::pause_ms(*delay);
    }
}

}  // namespace strata::migrate
