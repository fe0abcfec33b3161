// One of a run's transactions that write.
#pragma once

#include "migrate/run_step.h"
#include "pg/subtransaction.h"
#include "pg/transaction.h"

namespace strata::migrate {

class WritingTransaction {
public:
    explicit WritingTransaction(const RunState& state, std::optional<int> lock_timeout_ms = std::nullopt)
        : transaction_(lock_timeout_ms), writer_(state.actor, state.work),
          run_{state.actor, &writer_, state.call, state.own, state.reason, &state.limits, state.number} {}

    Writer& writer() { return writer_; }
    Run& run() { return run_; }

    void commit() {
        writer_.finish();
        transaction_.commit();
    }

    // When `body` raises, what it did is undone and the transaction commits all the same: undoing it whole would take
    // the run's lock away (lock.h).
    template <class Body>
    void commit_unless_raised(Body body) {
        const Head before = writer_.head();
        std::optional<pg::Error> error;
        try {
            pg::Subtransaction attempt;
            body();
            attempt.commit();
        } catch (const pg::Error& raised) {
            error.emplace(raised);
            writer_.take_back_to(before);
        }
        commit();
        if (error) throw pg::Error(*error);
    }

private:
    pg::Transaction transaction_;
    Writer writer_;
    Run run_;
};

}  // namespace strata::migrate
