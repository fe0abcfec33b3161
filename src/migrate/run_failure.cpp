#include "migrate/run_failure.h"

#include "core/text.h"
#include "engine/timeouts.h"
#include "migrate/blockers.h"
#include "pg/clock.h"
#include "pg/database_encoding.h"
#include "pg/digest.h"

namespace strata::migrate {

namespace {

std::optional<std::string> optional_text(const char* text) {
    if (text == nullptr) return std::nullopt;
    return std::string(text);
}

void tell_place(core::HistoryEntry& entry, const pg::Error& error) {
    const pg::ErrorPlace place = error.place();
    if (place.line > 0) entry.line = place.line;
    if (place.column > 0) entry.col = place.column;
    if (place.statement > 0) entry.statement_no = place.statement;
    entry.statement = optional_text(error.statement());
}

std::optional<std::string> checksum_of(const Actor& actor, const RunStep& step) {
    const std::optional<Registered> registered = find_registered(actor, step.particulars.provenance.migration);
    if (!registered) return std::nullopt;
    if (step.action != core::Action::Rollback) return registered->text_checksum;
    if (!registered->revision.down) return std::nullopt;
    return pg::sha256_hex(pg::to_utf8(*registered->revision.down));
}

void settle(Writer& writer, const RunRow& row) {
    const Actor& actor = writer.actor();
    if (row.status == RunStatus::Done && !row.ended_at) return end_run(actor, row.run, {});
    if (row.status != RunStatus::Interrupted) return;
    const std::string message = core::concat("run ", row.run, " was interrupted");
    core::HistoryEntry entry;
    entry.migration = row.migration;
    entry.action = row.action;
    entry.outcome = "failed";
    entry.message = message;
    entry.detail = core::concat("Process ", row.process.pid, " ended without an error that could be recorded.");
    entry.run = row.run;
    writer.append(entry);
    end_run(actor, row.run, {RunStatus::Interrupted, std::nullopt, message});
}

}  // namespace

RunEnd end_by(const pg::Error& error) {
    const bool is_cancelled = error.sqlstate() == ERRCODE_QUERY_CANCELED;
    return {is_cancelled ? RunStatus::Cancelled : RunStatus::Failed, pg::sqlstate_text(error.sqlstate()),
            error.message()};
}

void write_failure(const RunState& state, Writer& writer, const RunStep& step, std::int64_t started_us,
                   const pg::Error& error) {
    core::HistoryEntry entry;
    entry.migration = step.particulars.provenance.migration;
    entry.action = step.action == core::Action::Rollback ? "rollback" : "apply";
    entry.outcome = "failed";
    entry.sqlstate = pg::sqlstate_text(error.sqlstate());
    entry.message = error.message();
    entry.detail = optional_text(error.detail());
    if (entry.detail && engine::is_about_locks(error)) entry.detail = without_queries(*entry.detail);
    entry.hint = optional_text(error.hint());
    entry.context = optional_text(error.context());
    tell_place(entry, error);
    entry.notices = state.call.last_words();
    entry.duration_us = pg::now_unix_us() - started_us;
    entry.checksum = checksum_of(state.actor, step);
    entry.reason = state.reason;
    entry.run = state.number;
    writer.append(entry);
    end_run(state.actor, state.number, end_by(error));
}

void settle_interrupted_runs(Writer& writer) {
    const int own = pg::own_backend().pid;  // it begins a run now: an earlier one of its own could not write its end
    for (const RunRow& row : open_runs(writer.actor())) {
        const bool is_own_former = row.status == RunStatus::Running && row.process.pid == own;
        settle(writer, is_own_former ? abandoned(row) : as_of_now(writer.actor(), row));
    }
}

}  // namespace strata::migrate
