// Who holds the lock that a script waits for. The server tells nobody after the wait has failed, so it is asked
// meanwhile: its own message on long waits (log_lock_waits) comes while the wait lasts.
#pragma once

#include "pg/server.h"

namespace strata::engine {

struct Blockers {
    static constexpr int most = 16;
    int count = 0;   // of all of them
    int pids[most];  // the first ones, each once; 0 is a prepared transaction
};

// Of the last long wait, unless the lock was granted or a statement of a script has begun since. A copy: pids are
// sampled while the script waits, shortly before lock_timeout ends the wait.
Blockers last_blockers();

// Watches from construction to destruction; the innermost one does.
class LockWatch {
public:
    LockWatch();
    ~LockWatch();
    LockWatch(const LockWatch&) = delete;
    LockWatch& operator=(const LockWatch&) = delete;

    // Before every statement of a script, whose own SET may have changed what counts: makes the server speak of waits
    // before lock_timeout ends them. In force until the current nest level ends, without one for the session.
    static void begin_statement();

    // Called by the log hook. Says whether the message is to be kept out of the log, because only we want it.
    static bool note(const ErrorData* data) noexcept;

private:
    LockWatch* outer_;
    bool user_logs_waits_;
};

}  // namespace strata::engine
