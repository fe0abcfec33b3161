// How long a script may wait for locks and run.
#pragma once

namespace strata::core {

struct Limits {
    int lock_timeout_ms = 5000;          // of every wait; 0: as long as it takes
    int lock_retries = 5;                // how often a migration that got no lock is undone and run again
    int concurrent_lock_timeout_ms = 0;  // the same for what builds, drops or vacuums beside other sessions
    int statement_timeout_ms = 0;        // of every statement; 0: none but the session's own
};

}  // namespace strata::core
