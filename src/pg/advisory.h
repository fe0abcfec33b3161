// This backend's advisory locks.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// A key and the mode held.
struct AdvisoryLock {
    std::uint32_t database;
    std::uint32_t key1;
    std::uint32_t key2;
    std::uint16_t key_kind;
    int mode;

    bool operator==(const AdvisoryLock&) const = default;
};

// Held by the session or by the transaction: the lock table does not tell which. One look at the whole lock table.
std::vector<AdvisoryLock> own_advisory_locks();

// Releases every hold that the session has; a hold of the transaction stays until its end.
void release_session_lock(const AdvisoryLock& lock);

}  // namespace strata::pg
