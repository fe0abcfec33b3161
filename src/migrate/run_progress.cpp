#include "migrate/run_progress.h"

#include "core/progress_text.h"
#include "core/text.h"
#include "migrate/blockers.h"
#include "migrate/run_table.h"
#include "migrate/unknown_run.h"
#include "pg/activity.h"
#include "pg/clock.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

constinit pg::Query build_of_process{
    "SELECT phase, round(100.0 * part.done / nullif(part.total, 0), 1)::text "
    "FROM pg_stat_progress_create_index p CROSS JOIN LATERAL (SELECT "
    "CASE WHEN phase LIKE 'waiting%' THEN lockers_done WHEN tuples_total > 0 THEN tuples_done ELSE blocks_done END, "
    "CASE WHEN phase LIKE 'waiting%' THEN lockers_total WHEN tuples_total > 0 THEN tuples_total ELSE blocks_total END"
    ") part(done, total) WHERE pid = $1::int"};

constinit pg::Query awaited_lock{
    "SELECT CASE locktype WHEN 'relation' THEN mode || ' on ' || relation::regclass::text "
    "WHEN 'tuple' THEN mode || ' on a row of ' || relation::regclass::text "
    "WHEN 'extend' THEN 'extension of ' || relation::regclass::text "
    "WHEN 'virtualxid' THEN 'the end of a transaction that could still need the old state' "
    "WHEN 'transactionid' THEN 'the end of transaction ' || transactionid::text "
    "ELSE mode || ' on ' || locktype END FROM pg_locks WHERE pid = $1::int AND NOT granted LIMIT 1"};

struct Build {
    std::optional<std::string> phase;
    std::optional<std::string> percent;
};

// What a process does at this moment, as far as it shows.
struct Sight {
    core::Progress progress;
    Build build;
    std::optional<std::string> waits_for;
    std::vector<std::string> blocked_by;
};

Build build_by(const Actor& who, std::int64_t pid) {
    Bookkeeping books(who);
    const pg::Rows rows = books.session().query(build_of_process, pg::Parameters().add(pid));
    if (rows.empty()) return {};
    return {rows.optional_text(0, 0), rows.optional_text(0, 1)};
}

std::optional<std::string> lock_awaited_by(const Actor& who, std::int64_t pid) {
    Bookkeeping books(who);
    const pg::Rows rows = books.session().query(awaited_lock, pg::Parameters().add(pid));
    return rows.empty() ? std::nullopt : rows.optional_text(0, 0);
}

std::optional<std::string> awaited_by(const Actor& who, const pg::Activity& activity) {
    if (activity.wait_type.empty()) return std::nullopt;
    if (activity.wait_type == "Lock")
        if (auto lock = lock_awaited_by(who, activity.process.pid)) return lock;
    return core::concat(activity.wait_type, " ", activity.wait_event);
}

engine::Blockers blockers_of(int pid) {
    engine::Blockers blockers{};
    for (const int blocker : pg::blockers_of(pid)) {
        if (blockers.count < engine::Blockers::most) blockers.pids[blockers.count] = blocker;
        ++blockers.count;
    }
    return blockers;
}

Sight look_at(const Actor& who, const RunRow& row) {
    Sight sight;
    const std::optional<pg::Activity> activity = pg::activity_of(row.process.pid);
    if (!activity || activity->process.started_us != row.process.started_us) return sight;
    const std::optional<core::Progress> progress = core::read_progress(activity->text);
    if (progress && progress->run == row.run) sight.progress = *progress;
    sight.build = build_by(who, row.process.pid);
    sight.waits_for = awaited_by(who, *activity);
    sight.blocked_by = describe_blockers(who, blockers_of(row.process.pid));
    return sight;
}

pg::Cell positive(std::int64_t number) { return number > 0 ? pg::Cell(number) : pg::Cell(); }
pg::Cell not_empty(const std::string& text) { return text.empty() ? pg::Cell() : pg::Cell(text); }

std::int64_t elapsed_us(const RunRow& row) {
    return row.ended_at.value_or(pg::now_unix_us()) - row.started_at.value_or(row.requested_at);
}

// Of a run that has not shown itself yet the table tells.
std::int64_t step_of(const RunRow& row, const Sight& sight) {
    if (sight.progress.step.number > 0) return sight.progress.step.number;
    return row.migration ? row.done + 1 : row.done;
}

// What the process shows may have been cut off; what is recorded is of the last commit.
pg::Cell migration_of(const RunRow& row, const core::Progress& progress) {
    return progress.phase.empty() || progress.migration.empty() ? pg::Cell(row.migration)
                                                                : pg::Cell(progress.migration);
}

std::vector<pg::Cell> progress_row(const Actor& who, const RunRow& recorded) {
    const RunRow row = as_of_now(who, recorded);
    const Sight sight = is_alive(row) && !pg::is_standby() ? look_at(who, row) : Sight{};
    const core::Progress& progress = sight.progress;
    const bool lost = row.status == RunStatus::Interrupted && !row.ended_at;
    return {row.run,
            row.action,
            name(row.status),
            migration_of(row, progress),
            step_of(row, sight),
            row.steps,
            positive(progress.statement.number),
            positive(progress.statement.of),
            positive(progress.line),
            not_empty(progress.phase),
            lost ? pg::Cell() : pg::Cell::interval(elapsed_us(row)),
            sight.build.phase,
            sight.build.percent,
            sight.waits_for,
            sight.blocked_by.empty() ? pg::Cell() : pg::Cell(sight.blocked_by)};
}

std::vector<RunRow> runs_to_show(const Actor& who, const std::optional<std::int64_t>& run) {
    if (run) {
        std::optional<RunRow> row = find_run(who, *run);
        if (!row) raise_unknown_run(*run);
        return {std::move(*row)};
    }
    std::vector<RunRow> rows = open_runs(who);
    std::erase_if(rows, [](const RunRow& row) { return !is_alive(row); });
    // In this order: a run that has just ended is the last one.
    if (rows.empty())
        if (std::optional<RunRow> last = last_run(who)) rows.push_back(std::move(*last));
    return rows;
}

}  // namespace

Datum migrate_progress(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_progress");
    pg::RowSet rows(arguments.fcinfo());
    for (const RunRow& row : runs_to_show(who, arguments.bigint(0))) rows.add(progress_row(who, row));
    return Datum{0};
}

}  // namespace strata::migrate
