// This session's advisory locks.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// A key and a mode, and how often the session (not the transaction) holds it.
struct AdvisoryLock {
    std::uint32_t database;
    std::uint32_t key1;
    std::uint32_t key2;
    std::uint16_t key_kind;
    int mode;
    std::int64_t session_holds;

    bool is_same_lock(const AdvisoryLock& other) const;
};

// All that this backend holds. One look at the whole lock table.
std::vector<AdvisoryLock> own_advisory_locks();

// Gives up so many of the session's holds.
void release_session_holds(const AdvisoryLock& lock, std::int64_t count);

}  // namespace strata::pg
