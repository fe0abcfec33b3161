#include "pg/lock.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "pg/setting.h"
#include "pg/subtransaction.h"

extern "C" {
#include "access/twophase.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "storage/proc.h"
#include "tcop/utility.h"
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

LOCKTAG tag_of(const LockTarget& target) {
    LOCKTAG tag;
    SET_LOCKTAG_OBJECT(tag, MyDatabaseId, target.object_class, target.object, target.sub_number);
    return tag;
}

enum class Lifetime { Transaction, Session };

bool acquire(const LOCKTAG& tag, LOCKMODE mode, Lifetime lifetime, bool wait) {
    const bool for_session = lifetime == Lifetime::Session;
    return call([&] { return LockAcquire(&tag, mode, for_session, !wait) != LOCKACQUIRE_NOT_AVAIL; });
}

// In a subtransaction, because a wait that times out raises an error; its commit hands the lock to the caller.
bool acquire_within(const LOCKTAG& tag, Lifetime lifetime, int timeout_ms) {
    Subtransaction attempt;
    try {
        SettingScope settings;
        settings.set("lock_timeout", std::to_string(timeout_ms).c_str());
        acquire(tag, ShareUpdateExclusiveLock, lifetime, true);
    } catch (const Error& error) {
        if (error.sqlstate() != ERRCODE_LOCK_NOT_AVAILABLE) throw;
        attempt.rollback();
        return false;
    }
    attempt.commit();
    return true;
}

}  // namespace

bool lock_for_transaction(const LockTarget& target, int timeout_ms) {
    const LOCKTAG tag = tag_of(target);
    if (acquire(tag, ShareUpdateExclusiveLock, Lifetime::Transaction, false)) return true;
    return timeout_ms > 0 && acquire_within(tag, Lifetime::Transaction, timeout_ms);
}

void show_lock(const LockTarget& target) { acquire(tag_of(target), AccessShareLock, Lifetime::Transaction, true); }

namespace {

LOCKTAG free_of_number(const LockTarget& shown) { return tag_of({shown.object_class, shown.object, 0}); }

void release_session_lock(const LOCKTAG& tag, LOCKMODE mode) {
    if (holds_lock(&tag, mode)) LockRelease(&tag, mode, true);
}

}  // namespace

bool SessionLock::take(int timeout_ms) {
    const LOCKTAG tag = free_of_number(shown_);
    if (call([&] { return holds_lock(&tag, ShareUpdateExclusiveLock); })) return true;
    const LOCKTAG shown = tag_of(shown_);
    acquire(shown, AccessShareLock, Lifetime::Session, true);  // before, so that nobody sees one without the other
    if (acquire(tag, ShareUpdateExclusiveLock, Lifetime::Session, false)) return true;
    if (timeout_ms > 0 && acquire_within(tag, Lifetime::Session, timeout_ms)) return true;
    call([&] { release_session_lock(shown, AccessShareLock); });
    return false;
}

SessionLock::~SessionLock() {
    const LOCKTAG tag = free_of_number(shown_);
    const LOCKTAG shown = tag_of(shown_);
    call_in_destructor("release a session-level lock", [&] {
        release_session_lock(shown, AccessShareLock);
        release_session_lock(tag, ShareUpdateExclusiveLock);
    });
}

namespace {

bool on_object(const LockInstanceData& lock, Oid object_class, Oid object) {
    const LOCKTAG& tag = lock.locktag;
    return tag.locktag_type == LOCKTAG_OBJECT && tag.locktag_field1 == MyDatabaseId &&
           tag.locktag_field2 == object_class && tag.locktag_field3 == object && lock.holdMask != 0;
}

}  // namespace

std::vector<LockHolder> lock_holders(Oid object_class, Oid object) {
    const LockData* locks = call([] { return GetLockStatusData(); });
    std::vector<LockHolder> holders;
    for (int i = 0; i < locks->nelements; ++i) {
        const LockInstanceData& lock = locks->locks[i];
        if (!on_object(lock, object_class, object) || lock.locktag.locktag_field4 != 0) continue;
        if ((lock.holdMask & LOCKBIT_ON(ShareUpdateExclusiveLock)) != 0) holders.push_back({lock.pid, 0});
    }
    for (int i = 0; i < locks->nelements; ++i) {
        const LockInstanceData& lock = locks->locks[i];
        if (!on_object(lock, object_class, object) || lock.locktag.locktag_field4 == 0) continue;
        for (LockHolder& holder : holders)
            if (holder.pid == lock.pid) holder.sub_number = static_cast<std::uint16_t>(lock.locktag.locktag_field4);
    }
    return holders;
}

void require_writable(const std::string& command) {
    call([&] {
        PreventCommandDuringRecovery(command.c_str());
        PreventCommandIfReadOnly(command.c_str());
    });
}

std::int64_t lock_table_capacity() {
    return static_cast<std::int64_t>(max_locks_per_xact) * (MaxBackends + max_prepared_xacts);
}

}  // namespace strata::pg
