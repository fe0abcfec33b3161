#include "migrate/start.h"

#include "core/text.h"
#include "migrate/background.h"
#include "migrate/planning.h"
#include "migrate/run_request.h"
#include "migrate/writer.h"
#include "pg/lock.h"
#include "pg/rowset.h"
#include "pg/setting.h"
#include "pg/worker.h"

namespace strata::migrate {

namespace {

// The worker's transactions will be as this session's begin.
void require_writable_by_default(const Actor& who) {
    if (pg::setting("default_transaction_read_only") == "off") return;
    pg::raise({"25006", core::concat("cannot execute ", who.function, "() in a session of read-only transactions"), "",
               "The worker's transactions would be read-only, too: SET default_transaction_read_only = off."});
}

// One that has been asked for and does not hold the writer's lock yet, too.
void require_no_other_run(const Actor& who) {
    for (const RunRow& row : open_runs(who)) {
        if (!is_alive(row)) continue;
        pg::raise({"55P03", core::concat("run ", row.run, " is under way in this database"),
                   core::concat("Process ", row.process.pid, " of role ", core::quoted(row.run_as),
                                " performs it, status ", name(row.status), "."),
                   core::concat("CALL migrate_wait(", row.run,
                                ") waits for it to end; {\"wait\": \"10min\"} in options makes the new run wait.")});
    }
}

pg::BackendIdentity start_worker(const pg::Arguments& arguments, std::int64_t run) {
    try {
        return pg::start_worker({arguments.fcinfo()->flinfo->fn_oid, background_entry, std::to_string(run),
                                 core::concat("pg_strata run ", run), "pg_strata run"});
    } catch (pg::Error& error) {
        error.set_hint(core::concat(error.hint() == nullptr ? "" : error.hint(), error.hint() == nullptr ? "" : " ",
                                    "CALL migrate_run() needs no worker."));
        throw;
    }
}

std::string note_of(const core::Plan& plan) {
    if (plan.steps.empty()) return "nothing to do";
    return core::concat(core::counted(plan.steps.size(), "step", "steps"),
                        IsTransactionBlock() ? "; begins when this transaction is committed" : "");
}

Datum start(const pg::Arguments& arguments, const Actor& who, const RunRequest& request) {
    pg::RowSet rows(arguments.fcinfo());
    require_writable_by_default(who);
    std::optional<Writer> writer;
    if (!waits_for_others(request)) writer.emplace(who, Work::Start);
    const Planning planning(who);
    const core::Plan plan = plan_run(who, planning, request);
    if (writer) require_no_other_run(who);
    RunRow row;
    row.run = next_run(who);
    row.action = core::name(request.action);
    row.background = true;
    row.arguments = arguments_of(request);
    row.steps = static_cast<std::int64_t>(plan.steps.size());
    row.process = start_worker(arguments, row.run);
    insert_run(who, row);
    if (writer) writer->finish();
    rows.add({row.run, row.process.pid, note_of(plan)});
    return Datum{0};
}

}  // namespace

Datum migrate_start(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_start", Level::Operator);
    return start(arguments, who, apply_request(arguments));
}

Datum migrate_start_rollback(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_start_rollback", Level::Operator);
    return start(arguments, who, rollback_request(arguments));
}

}  // namespace strata::migrate
