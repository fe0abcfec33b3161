#include "migrate/background.h"

#include "engine/progress.h"
#include "migrate/run_failure.h"
#include "migrate/run_request.h"
#include "pg/transaction.h"
#include "pg/worker.h"

namespace strata::migrate {

namespace {

constexpr char function[] = "migrate_start";

// The transaction that asked for it may have been undone, or a part of it, or the extension be gone.
std::optional<RunRow> requested_run(std::int64_t run) {
    pg::Transaction transaction;
    if (!is_installed()) return std::nullopt;
    std::optional<RunRow> row = find_run(anybody(function), run);
    if (!row || row->status != RunStatus::Requested) return std::nullopt;
    return row;
}

void perform(const RunRow& row) {
    pg::Transaction transaction;
    Actor who = actor(row.action == "rollback" ? "migrate_start_rollback" : function, Level::Operator);
    who.client_addr = row.client_addr;
    const RunRequest request = request_of(row);
    transaction.commit();
    perform_run(who, request);
}

// What perform_run() has not put on record itself: what stopped the run before it began.
void record_failure(std::int64_t run, const pg::Error& error) {
    pg::Transaction transaction;
    const Actor who = anybody(function);
    const std::optional<RunRow> row = find_run(who, run);
    if (!row || (row->status != RunStatus::Requested && row->status != RunStatus::Running)) return;
    end_run(who, run, end_by(error));
    transaction.commit();
}

void run_as_caller(pg::WorkerSession& session, const RunRow& row) {
    try {
        session.become_caller();
        perform(row);
    } catch (const pg::Error& error) {
        pg::abort_and_begin();
        record_failure(row.run, error);
        throw;
    }
}

}  // namespace

void strata_background_run(Datum handle) {
    std::optional<pg::WorkerSession> session = pg::WorkerSession::take_over(handle);
    if (!session) return;
    const std::int64_t run = std::stoll(session->payload());
    session->connect();
    {
        const engine::RunProgress progress(run);
        engine::show_phase("waiting for the transaction that asked for it");
        session->wait_for_caller();
    }
    const std::optional<RunRow> row = requested_run(run);
    if (row) run_as_caller(*session, *row);
}

}  // namespace strata::migrate
