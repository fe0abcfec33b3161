#include "pg/advisory.h"

#include "pg/guard.h"
#include "pg/setting.h"

extern "C" {
#include "storage/lock.h"
}

namespace strata::pg {

std::vector<AdvisoryLock> own_advisory_locks() {
    const LockData* locks = call([] { return GetLockStatusData(); });
    std::vector<AdvisoryLock> own;
    for (int i = 0; i < locks->nelements; ++i) {
        const LockInstanceData& lock = locks->locks[i];
        const LOCKTAG& tag = lock.locktag;
        if (tag.locktag_type != LOCKTAG_ADVISORY || lock.pid != MyProcPid) continue;
        for (int mode = 1; mode <= MaxLockMode; ++mode)
            if ((lock.holdMask & LOCKBIT_ON(mode)) != 0)
                own.push_back({tag.locktag_field1, tag.locktag_field2, tag.locktag_field3, tag.locktag_field4, mode});
    }
    return own;
}

void release_session_lock(const AdvisoryLock& lock) {
    LOCKTAG tag;
    SET_LOCKTAG_ADVISORY(tag, lock.database, lock.key1, lock.key2, lock.key_kind);
    // The last call warns that nothing is held any more: that is how the loop ends, and nobody's business.
    SettingScope quiet;
    quiet.set("client_min_messages", "error");
    quiet.set_privileged("log_min_messages", "fatal");
    while (call([&] { return LockRelease(&tag, lock.mode, true); })) continue;
}

}  // namespace strata::pg
