// Heavyweight locks on a database object, with a bounded wait that can name the holder.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// What is locked, and a sub-number that tells observers in pg_locks what the holder is doing.
struct LockTarget {
    Oid object_class;
    Oid object;
    std::uint16_t sub_number;
};

struct LockHolder {
    int pid;
    std::uint16_t sub_number;
};

// Takes a self-conflicting lock (SHARE UPDATE EXCLUSIVE) until the end of the transaction. Waits at most
// `timeout_ms` (0: not at all); false when it is still held by somebody else. The deadlock detector sees the wait.
bool lock_for_transaction(const LockTarget& target, int timeout_ms);

// Takes a lock that conflicts with nothing of ours, only to show `sub_number`.
void show_lock(const LockTarget& target);

// The same self-conflicting lock, with another one that shows what the holder does, kept over the ends of
// transactions. The server takes session-level locks away when a transaction is undone: take() again then.
class SessionLock {
public:
    // `shown.sub_number` is what others see.
    explicit SessionLock(const LockTarget& shown) : shown_(shown) {}
    ~SessionLock();
    SessionLock(const SessionLock&) = delete;
    SessionLock& operator=(const SessionLock&) = delete;

    // Waits at most `timeout_ms` (0: not at all); false when it is still held by somebody else. To be called without a
    // snapshot, since others may wait for snapshots to go.
    bool take(int timeout_ms);

private:
    LockTarget shown_;
};

// Holders of a self-conflicting lock on sub-number 0, with what they show.
std::vector<LockHolder> lock_holders(Oid object_class, Oid object);

// Raises when the transaction, or the server, is read-only; `command` is what cannot be executed.
void require_writable(const std::string& command);

// How many locks one transaction can count on: max_locks_per_transaction times the slots that share the table.
std::int64_t lock_table_capacity();

}  // namespace strata::pg
