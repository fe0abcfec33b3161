#include "migrate/retries.h"

#include <algorithm>

#include "core/backoff.h"
#include "core/text.h"
#include "engine/lock_watch.h"
#include "engine/progress.h"
#include "migrate/blockers.h"
#include "pg/pause.h"

namespace strata::migrate {

namespace {

std::string seconds(std::int64_t milliseconds) {
    const std::int64_t tenths = (milliseconds + 50) / 100;
    return core::concat(tenths / 10, '.', tenths % 10, " s");
}

void say_next(const Retried& what, int failures, std::int64_t delay, const pg::Error& error,
              const std::vector<std::string>& blockers) {
    const bool is_deadlock = error.sqlstate() == ERRCODE_T_R_DEADLOCK_DETECTED;
    pg::notice({"", core::concat("migration ", core::quoted(what.migration),
                                 is_deadlock ? " met a deadlock" : " got no lock", ": attempt ", failures, " of ",
                                 what.limits.lock_retries + 1, ", next in ", seconds(delay)),
                core::join(blockers, "\n"), ""});
}

void add_detail(pg::Error& error, std::vector<std::string> lines) {
    if (lines.empty()) return;
    if (error.detail() != nullptr) lines.insert(lines.begin(), error.detail());
    error.set_detail(core::join(lines, "\n"));
}

}  // namespace

void name_blockers(pg::Error& error) {
    const engine::Blockers blockers = engine::last_blockers();
    std::vector<std::string> lines;
    for (int i = 0; i < std::min(blockers.count, engine::Blockers::most); ++i)
        lines.push_back(core::concat("Process ", blockers.pids[i], " is in the way."));
    add_detail(error, std::move(lines));
}

std::optional<std::int64_t> next_attempt(const Retried& what, int failures, pg::Error& error) {
    const std::vector<std::string> blockers = describe_blockers(what.actor, engine::last_blockers());
    if (failures <= what.limits.lock_retries) {
        const std::int64_t delay = core::delay_ms(failures, pg::random_share());
        say_next(what, failures, delay, error, blockers);
        engine::show_phase("waiting to try again", what.migration);
        return delay;
    }
    add_detail(error, blockers);
    return std::nullopt;
}

}  // namespace strata::migrate
