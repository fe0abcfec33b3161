#include "migrate/run_table.h"

#include <algorithm>

extern "C" {
#include "catalog/pg_type.h"
}

namespace strata::migrate {

namespace {

constexpr RunStatus statuses[] = {RunStatus::Requested, RunStatus::Running,   RunStatus::Done,
                                  RunStatus::Failed,    RunStatus::Cancelled, RunStatus::Interrupted};

// The sequence of a database that was copied can fall back in a crash of the server.
constinit pg::Query next_number{
    "SELECT greatest(nextval('migrate.run_number'), (SELECT coalesce(max(run), 0) + 1 FROM migrate.run))"};

constinit pg::Query insert_one{
    "INSERT INTO migrate.run (run, action, status, background, arguments, requested_at, started_at, process, "
    "process_started, steps, done, run_as, run_as_oid, logged_in_as, application_name, client_addr) "
    "VALUES ($1, $2, $3, $4, $5, clock_timestamp(), CASE WHEN $3 = 'running' THEN clock_timestamp() END, "
    "nullif($6, 0), CASE WHEN $6 <> 0 THEN $7 END, $8, 0, $9, $10, $11, $12, $13::inet)"};

constexpr char columns[] =
    "SELECT run, action, status, background, arguments::text, requested_at, started_at, ended_at, "
    "coalesce(process, 0)::bigint, process_started, steps::bigint, done::bigint, migration, sqlstate, message, run_as, "
    "run_as_oid, application_name, host(client_addr) FROM migrate.run ";

constinit pg::Query update_begin{
    "UPDATE migrate.run SET status = 'running', started_at = clock_timestamp(), process = $2, process_started = $3, "
    "steps = $4 WHERE run = $1"};

constinit pg::Query update_progress{"UPDATE migrate.run SET done = $2, migration = $3 WHERE run = $1"};

constinit pg::Query update_end{
    "UPDATE migrate.run SET status = $2, ended_at = clock_timestamp(), sqlstate = $3, message = $4, "
    "migration = CASE WHEN $2 = 'done' THEN NULL ELSE migration END WHERE run = $1"};

std::optional<std::int64_t> optional_timestamp(const pg::Rows& rows, std::size_t row, int column) {
    if (rows.is_null(row, column)) return std::nullopt;
    return rows.timestamp(row, column);
}

RunStatus status_of_name(std::string_view wanted) {
    const auto* found = std::find_if(std::begin(statuses), std::end(statuses),
                                     [&](RunStatus status) { return name(status) == wanted; });
    return found == std::end(statuses) ? RunStatus::Failed : *found;
}

RunRow row_of(const pg::Rows& rows, std::size_t i) {
    RunRow row;
    row.run = rows.number(i, 0);
    row.action = rows.text(i, 1);
    row.status = status_of_name(rows.text(i, 2));
    row.background = rows.flag(i, 3);
    row.arguments = rows.text(i, 4);
    row.requested_at = rows.timestamp(i, 5);
    row.started_at = optional_timestamp(rows, i, 6);
    row.ended_at = optional_timestamp(rows, i, 7);
    row.process = {static_cast<int>(rows.number(i, 8)), optional_timestamp(rows, i, 9).value_or(0)};
    row.steps = rows.number(i, 10);
    row.done = rows.number(i, 11);
    row.migration = rows.optional_text(i, 12);
    row.sqlstate = rows.optional_text(i, 13);
    row.message = rows.optional_text(i, 14);
    row.run_as = rows.text(i, 15);
    row.run_as_oid = rows.oid(i, 16);
    row.application_name = rows.optional_text(i, 17);
    row.client_addr = rows.optional_text(i, 18);
    return row;
}

std::vector<RunRow> rows_where(const Actor& actor, const char* condition, pg::Parameters parameters = {}) {
    Bookkeeping books(actor);
    const pg::Rows rows = books.session().query_text(std::string(columns) + condition, std::move(parameters));
    std::vector<RunRow> found;
    for (std::size_t i = 0; i < rows.size(); ++i) found.push_back(row_of(rows, i));
    return found;
}

std::optional<RunRow> first_of(std::vector<RunRow> rows) {
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

}  // namespace

std::string_view name(RunStatus status) {
    switch (status) {
        case RunStatus::Requested: return "requested";
        case RunStatus::Running: return "running";
        case RunStatus::Done: return "done";
        case RunStatus::Failed: return "failed";
        case RunStatus::Cancelled: return "cancelled";
        case RunStatus::Interrupted: return "interrupted";
    }
    return "";
}

std::int64_t next_run(const Actor& actor) { return Bookkeeping(actor).session().query(next_number).number(0, 0); }

void insert_run(const Actor& actor, const RunRow& row) {
    pg::Parameters values;
    values.add(row.run).add(std::string_view(row.action)).add(name(row.status)).add(row.background);
    values.add_jsonb(row.arguments).add(static_cast<std::int64_t>(row.process.pid));
    values.add_timestamp(row.process.started_us).add(row.steps).add(std::string_view(actor.run_as));
    values.add_oid(actor.identity.current).add(std::string_view(actor.logged_in_as)).add(actor.application_name);
    values.add(actor.client_addr);
    Bookkeeping(actor).session().execute(insert_one, std::move(values));
}

std::optional<RunRow> find_run(const Actor& actor, std::int64_t run) {
    return first_of(rows_where(actor, "WHERE run = $1", pg::Parameters().add(run)));
}

std::vector<RunRow> open_runs(const Actor& actor) {
    return rows_where(actor, "WHERE status IN ('requested', 'running') ORDER BY run");
}

std::optional<RunRow> last_run(const Actor& actor) {
    return first_of(rows_where(actor, "ORDER BY run DESC LIMIT 1"));
}

bool is_open(const RunRow& row) { return row.status == RunStatus::Requested || row.status == RunStatus::Running; }

bool is_complete(const RunRow& row) { return row.status == RunStatus::Running && row.done == row.steps; }

bool is_alive(const RunRow& row) {
    if (!is_open(row)) return false;
    return pg::is_standby() || pg::is_alive(row.process);
}

RunStatus status_now(const RunRow& row) {
    return is_open(row) && !is_alive(row) ? RunStatus::Interrupted : row.status;
}

void begin_run(const Actor& actor, std::int64_t run, std::int64_t steps) {
    const pg::BackendIdentity own = pg::own_backend();
    Bookkeeping(actor).session().execute(
        update_begin,
        pg::Parameters().add(run).add(static_cast<std::int64_t>(own.pid)).add_timestamp(own.started_us).add(steps));
}

void advance_run(const Actor& actor, std::int64_t run, std::int64_t done, const std::optional<std::string>& migration) {
    Bookkeeping(actor).session().execute(update_progress, pg::Parameters().add(run).add(done).add(migration));
}

void end_run(const Actor& actor, std::int64_t run, const RunEnd& end) {
    Bookkeeping(actor).session().execute(
        update_end, pg::Parameters().add(run).add(name(end.status)).add(end.sqlstate).add(end.message));
}

}  // namespace strata::migrate
