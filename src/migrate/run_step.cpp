#include "migrate/run_step.h"

#include "core/text.h"
#include "engine/script_in_parts.h"
#include "migrate/partial_table.h"
#include "migrate/run_failure.h"
#include "migrate/retries.h"
#include "migrate/run_in_parts.h"
#include "migrate/writing_transaction.h"
#include "pg/boundary.h"
#include "pg/clock.h"
#include "pg/memory.h"

namespace strata::migrate {

namespace {

core::ScriptRole role_of(const RunStep& step) {
    return step.action == core::Action::Rollback ? core::ScriptRole::Down : core::ScriptRole::Up;
}

bool fits_one_transaction(const std::vector<core::Stretch>& parts) {
    return parts.empty() || (parts.size() == 1 && !parts.front().at_top_level);
}

void run_whole(const RunState& state, const RunStep& step, const StepScript& script, WritingTransaction& transaction) {
    transaction.commit_unless_raised([&] {
        if (role_of(step) == core::ScriptRole::Down)
            rollback_step(transaction.run(), script, step.particulars.path);
        else
            apply_step(transaction.run(), script);
        advance_run(state.actor, state.number, state.done + 1, step.next);
    });
}

// Tells the limits of the script as soon as they are known.
void attempt(RunState& state, const RunStep& step, std::optional<core::Limits>& limits) {
    const pg::MemoryScope memory("pg_strata migration");
    WritingTransaction transaction(state);
    const StepScript script = prepare_step(transaction.run(), step.particulars.provenance, role_of(step));
    limits = script.limits;
    const core::TransactionMode mode = transaction_mode(script.registered.revision, role_of(step));
    const std::vector<core::Stretch> parts = engine::parts_of(script.script, mode);
    const std::optional<Partial> stopped = find_partial(state.actor, script.registered.migration);
    if (fits_one_transaction(parts) && !(stopped && stopped->script == role_of(step)))
        return run_whole(state, step, script, transaction);
    transaction.commit();
    run_in_parts(state, step, script, parts);
}

// What got no lock is undone, as far as it is not on record as done, and tried again.
void attempt_with_retries(RunState& state, const RunStep& step) {
    for (int failures = 1;; ++failures) {
        std::optional<core::Limits> limits;
        std::optional<pg::Error> failure;
        try {
            return attempt(state, step, limits);
        } catch (const pg::Error& error) {
            if (!limits || !engine::is_about_locks(error)) throw;
            failure.emplace(error);
        }
        if (!wait_for_retry({state.actor, *limits, step.particulars.provenance.migration}, failures, *failure))
            throw pg::Error(*failure);
    }
}

// In a transaction of its own, since the step's is undone.
void record_failure(const RunState& state, const RunStep& step, std::int64_t started_us, const pg::Error& error) {
    constexpr int patience_ms = 10000;  // an undone transaction took the lock away, and somebody was quicker
    if (!state.only_writer.take(patience_ms)) raise_busy(state.actor);
    WritingTransaction transaction(state, writer_lock_timeout());
    write_failure(state, transaction.writer(), step, started_us, error);
    transaction.commit();
}

}  // namespace

void run_step(RunState& state, const RunStep& step) {
    const std::int64_t started_us = pg::now_unix_us();
    state.call.keep_last_words({});
    try {
        attempt_with_retries(state, step);
    } catch (const pg::Error& error) {
        pg::insist("put the failure on record", [&] { record_failure(state, step, started_us, error); });
        throw;
    }
    ++state.done;
}

}  // namespace strata::migrate
