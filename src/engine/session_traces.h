// What a script must not leave in the session: temporary objects, prepared statements, cursors, LISTENs and session
// advisory locks. The caller's own stay.
#pragma once

#include "engine/observation.h"
#include "pg/advisory.h"

namespace strata::engine {

// Remembers at construction (the start of a call) what the caller has.
class SessionTraces {
public:
    SessionTraces();
    // Releases session advisory locks that scripts left: they would survive the end of the transaction.
    ~SessionTraces();
    SessionTraces(const SessionTraces&) = delete;
    SessionTraces& operator=(const SessionTraces&) = delete;

    // At the end of a migration that succeeded: drops and closes what it left.
    void take_back(const Observed& observed);
    // After one that failed, or that is to be rolled back: what would survive that.
    void take_back_after_failure(const Observed& observed) noexcept;

private:
    void drop_new_temporary_objects();
    std::int64_t holds_before(const pg::AdvisoryLock& lock) const;

    std::vector<std::pair<Oid, Oid>> temporary_;  // class and object, ascending
    std::set<std::string> cursors_;
    std::vector<pg::AdvisoryLock> advisory_;
};

// Takes back at its end what would survive a rollback, whatever ended the stretch, unless told that nothing failed.
class FailureTraces {
public:
    FailureTraces(SessionTraces& traces, const Observed& observed) : traces_(traces), observed_(observed) {}
    ~FailureTraces() {
        if (!succeeded_) traces_.take_back_after_failure(observed_);
    }
    FailureTraces(const FailureTraces&) = delete;
    FailureTraces& operator=(const FailureTraces&) = delete;

    void succeeded() { succeeded_ = true; }

private:
    SessionTraces& traces_;
    const Observed& observed_;
    bool succeeded_ = false;
};

}  // namespace strata::engine
