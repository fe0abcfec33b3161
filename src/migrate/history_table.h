// Table migrate.history and its head: the only place that knows their columns.
#pragma once

#include "core/history_entry.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

struct ChainedEntry {
    core::HistoryEntry entry;
    std::string digest;
};

// SHA-256 of the entry's canonical form, its texts in UTF-8.
std::string digest_of(const core::HistoryEntry& entry);

struct Head {
    std::int64_t id = 0;
    std::optional<std::string> digest;
};

// Locks the head row and gives it back. A snapshot that does not see its latest version fails with 40001 (REPEATABLE
// READ).
Head lock_head(const Actor& actor);

// Absent before the first entry.
Head read_head(const Actor& actor);

// Writes one entry after `head`, and moves `head` to it. Fills id, time, identities and digests. The head row itself
// is written by write_head: one transaction that updated it again and again would wade through its versions.
void append_history(const Actor& actor, Head& head, core::HistoryEntry entry);
void write_head(const Actor& actor, const Head& head);

// Absent: of any.
struct HistoryChoice {
    std::optional<std::string> migration = {};
    std::optional<std::int64_t> run = {};
};

// In order of id.
std::vector<ChainedEntry> read_history(const Actor& actor, const HistoryChoice& choice);

// The latest time that a migration's scripts were run, or its state was set by hand.
struct LastAttempt {
    std::string migration;
    std::int64_t at;
    std::optional<std::string> error;  // its message, when it failed
};

std::vector<LastAttempt> last_attempts(const Actor& actor);

}  // namespace strata::migrate
