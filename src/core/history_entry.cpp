#include "core/history_entry.h"

#include "core/encoding.h"

namespace strata::core {

std::string canonical(const HistoryEntry& entry) {
    return CanonicalRecord("history")
        .integer(entry.id)
        .integer(entry.at)
        .text(entry.migration)
        .text(entry.action)
        .text(entry.outcome)
        .text(entry.sqlstate)
        .text(entry.message)
        .text(entry.detail)
        .text(entry.hint)
        .text(entry.context)
        .integer(entry.line)
        .integer(entry.col)
        .integer(entry.statement_no)
        .text(entry.statement)
        .array(entry.notices)
        .integer(entry.duration_us)
        .text(entry.run_as)
        .text(entry.logged_in_as)
        .text(entry.application_name)
        .text(entry.client_addr)
        .text(entry.checksum)
        .text(entry.reason)
        .integer(entry.run)
        .text(entry.prev_digest)
        .bytes();
}

}  // namespace strata::core
