// Table migrate.run: the only place that knows its columns.
#pragma once

#include "migrate/bookkeeping.h"
#include "pg/backend.h"

namespace strata::migrate {

enum class RunStatus { Requested, Running, Done, Failed, Cancelled, Interrupted };

std::string_view name(RunStatus status);

struct RunRow {
    std::int64_t run = 0;
    std::string action;  // apply or rollback
    RunStatus status = RunStatus::Requested;  // as recorded
    bool background = false;
    std::string arguments;  // jsonb as text
    std::int64_t requested_at = 0;
    std::optional<std::int64_t> started_at;
    std::optional<std::int64_t> ended_at;
    pg::BackendIdentity process;  // pid 0: not known yet
    std::int64_t steps = 0;
    std::int64_t done = 0;
    std::optional<std::string> migration;
    std::optional<std::string> sqlstate;
    std::optional<std::string> message;
    std::string run_as;
    Oid run_as_oid = InvalidOid;
    std::optional<std::string> application_name;
    std::optional<std::string> client_addr;
};

// A number of its own for a run, whatever becomes of the transaction.
std::int64_t next_run(const Actor& actor);

// By the actor, now; run, action, status, background, arguments, process and steps are told.
void insert_run(const Actor& actor, const RunRow& row);

std::optional<RunRow> find_run(const Actor& actor, std::int64_t run);
// Those recorded as requested or running, in order.
std::vector<RunRow> open_runs(const Actor& actor);
std::optional<RunRow> last_run(const Actor& actor);

// Recorded as requested or running.
bool is_open(const RunRow& row);
// All of its steps are committed.
bool is_complete(const RunRow& row);
// Whether the process that runs it is there. On a standby what is recorded counts.
bool is_alive(const RunRow& row);
// What it is as of now: Interrupted when it was requested or running, and nobody runs it any more.
RunStatus status_now(const RunRow& row);

// A requested run begins, in this process, with so many steps.
void begin_run(const Actor& actor, std::int64_t run, std::int64_t steps);
// It has come to this migration, after so many steps.
void advance_run(const Actor& actor, std::int64_t run, std::int64_t done, const std::optional<std::string>& migration);
struct RunEnd {
    RunStatus status = RunStatus::Done;
    std::optional<std::string> sqlstate = {};
    std::optional<std::string> message = {};
};
void end_run(const Actor& actor, std::int64_t run, const RunEnd& end);

}  // namespace strata::migrate
