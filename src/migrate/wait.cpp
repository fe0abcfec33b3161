#include "migrate/wait.h"

#include <algorithm>

#include "core/text.h"
#include "migrate/run_calls.h"
#include "migrate/run_table.h"
#include "migrate/unknown_run.h"
#include "pg/clock.h"
#include "pg/pause.h"
#include "pg/rowset.h"
#include "pg/transaction.h"

namespace strata::migrate {

namespace {

constexpr std::int64_t shortest_pause_ms = 10;
constexpr std::int64_t longest_pause_ms = 500;

// A run may wait for every snapshot to go that is as old as its index: this must hold none.
void require_top_level(const pg::Arguments& arguments, std::int64_t run) {
    require_own_call(arguments, "migrate_wait",
                     core::concat("Send CALL migrate_wait(", run, ") by itself, or look with ",
                                  core::select_call("migrate_progress", {std::to_string(run)}), "."));
}

bool has_ended(RunStatus status) { return status != RunStatus::Requested && status != RunStatus::Running; }

RunRow look(const Actor& who, std::int64_t run) {
    pg::commit_and_begin();
    std::optional<RunRow> row = find_run(who, run);
    if (!row) raise_unknown_run(run);
    RunRow now = as_of_now(who, std::move(*row));
    // What looking took is given back.
    pg::commit_and_begin();
    return now;
}

// The time when it is up; the far future without a limit.
std::int64_t deadline_of(const std::optional<std::int64_t>& timeout_us) {
    std::int64_t deadline = 0;
    if (!timeout_us || __builtin_add_overflow(pg::now_unix_us(), *timeout_us, &deadline)) return INT64_MAX;
    return deadline;
}

RunRow wait_for_end(const Actor& who, std::int64_t run, std::int64_t deadline) {
    std::int64_t pause_ms = shortest_pause_ms;
    for (;;) {
        RunRow row = look(who, run);
        const std::int64_t left_ms = (deadline - pg::now_unix_us() + 999) / 1000;
        if (has_ended(row.status) || left_ms <= 0) return row;
        pg::pause_ms(std::min(pause_ms, left_ms));
        pause_ms = std::min(pause_ms * 2, longest_pause_ms);
    }
}

}  // namespace

Datum migrate_wait(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_wait");
    const std::optional<std::int64_t> run = arguments.bigint(0);
    require_top_level(arguments, run.value_or(0));
    if (!run) pg::raise({"22004", "migrate_wait() needs the number of a run", "", ""});
    const RunRow row = wait_for_end(who, *run, deadline_of(arguments.interval(1)));
    return pg::output_row(arguments.fcinfo(), {name(row.status), row.done, row.message});
}

}  // namespace strata::migrate
