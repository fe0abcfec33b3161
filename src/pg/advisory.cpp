#include "pg/advisory.h"

#include "pg/compat.h"
#include "pg/guard.h"

namespace strata::pg {

namespace {

LOCKTAG tag_of(const AdvisoryLock& lock) {
    LOCKTAG tag;
    SET_LOCKTAG_ADVISORY(tag, lock.database, lock.key1, lock.key2, lock.key_kind);
    return tag;
}

// The shared lock table does not tell session from transaction; our own entry does, and taking the lock once more is
// the way to it.
std::int64_t count_session_holds(const AdvisoryLock& lock) {
    const LOCKTAG tag = tag_of(lock);
    return call([&] {
        std::int64_t holds = 0;
        LOCALLOCK* own = acquire_held_lock(&tag, lock.mode);
        for (int i = 0; own != nullptr && i < own->numLockOwners; ++i)
            if (own->lockOwners[i].owner == nullptr) holds = own->lockOwners[i].nLocks;
        if (own != nullptr) LockRelease(&tag, lock.mode, false);
        return holds;
    });
}

}  // namespace

bool AdvisoryLock::is_same_lock(const AdvisoryLock& other) const {
    return database == other.database && key1 == other.key1 && key2 == other.key2 && key_kind == other.key_kind &&
           mode == other.mode;
}

std::vector<AdvisoryLock> own_advisory_locks() {
    const LockData* locks = call([] { return GetLockStatusData(); });
    std::vector<AdvisoryLock> own;
    for (int i = 0; i < locks->nelements; ++i) {
        const LockInstanceData& lock = locks->locks[i];
        const LOCKTAG& tag = lock.locktag;
        if (tag.locktag_type != LOCKTAG_ADVISORY || lock.pid != MyProcPid) continue;
        for (int mode = 1; mode <= MaxLockMode; ++mode)
            if ((lock.holdMask & LOCKBIT_ON(mode)) != 0)
                own.push_back({tag.locktag_field1, tag.locktag_field2, tag.locktag_field3, tag.locktag_field4, mode,
                               0});
    }
    for (AdvisoryLock& lock : own) lock.session_holds = count_session_holds(lock);
    return own;
}

void release_session_holds(const AdvisoryLock& lock, std::int64_t count) {
    const LOCKTAG tag = tag_of(lock);
    call([&] {
        for (std::int64_t i = 0; i < count; ++i) LockRelease(&tag, lock.mode, true);
    });
}

}  // namespace strata::pg
