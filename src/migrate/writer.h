// One writer per database (DESIGN section 4, Concurrency).
#pragma once

#include "migrate/history_table.h"

namespace strata::migrate {

// What a writer does, as others see it: the number stands in pg_locks.objsubid.
enum class Work : std::uint16_t {
    Register = 1, Apply = 2, Rollback = 3, Mark = 4, Rights = 5, Settings = 6, Override = 7,
    Run = 8, RunBack = 9, Start = 10
};

// The one that may write, until the end of the transaction; and the end of the history while it writes.
class Writer {
public:
    // Takes the lock and the head of the history. Waits for another writer at most pg_strata.lock_timeout, then raises
    // 55P03 naming it. A stale snapshot raises 40001.
    Writer(const Actor& actor, Work work);
    ~Writer();
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    const Actor& actor() const { return actor_; }

    // Writes one entry of the history and gives back its id.
    std::int64_t append(core::HistoryEntry entry);

    // Where the history ends; a subtransaction that is rolled back must take the head back too.
    const Head& head() const { return head_; }
    void take_back_to(const Head& head) { head_ = head; }

    // The last thing every call does: makes the head row tell what was appended.
    void finish();

private:
    const Actor& actor_;
    Head head_;
    std::int64_t start_ = 0;  // what the head row says
};

// Raises 55P03, naming who holds the lock.
[[noreturn]] void raise_busy(const Actor& actor);

// pg_strata.lock_timeout, in milliseconds.
int writer_lock_timeout();

// Defines pg_strata.lock_timeout; called once when the library is loaded.
void define_writer_settings();

}  // namespace strata::migrate
