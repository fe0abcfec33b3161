// One row of the history, as its digest sees it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace strata::core {

// Absent optionals are NULL in the table. Times are UTC.
struct HistoryEntry {
    std::int64_t id = 0;
    std::int64_t at = 0;  // microseconds since 1970-01-01 00:00:00 UTC
    std::optional<std::string> migration = {};
    std::string action = {};
    std::string outcome = {};
    std::optional<std::string> sqlstate = {};
    std::optional<std::string> message = {};
    std::optional<std::string> detail = {};
    std::optional<std::string> hint = {};
    std::optional<std::string> context = {};
    std::optional<std::int64_t> line = {};
    std::optional<std::int64_t> col = {};
    std::optional<std::int64_t> statement_no = {};
    std::optional<std::string> statement = {};
    std::vector<std::string> notices = {};
    std::optional<std::int64_t> duration_us = {};
    std::string run_as = {};
    std::string logged_in_as = {};
    std::optional<std::string> application_name = {};
    std::optional<std::string> client_addr = {};
    std::optional<std::string> checksum = {};
    std::optional<std::string> reason = {};
    std::optional<std::int64_t> run = {};
    std::optional<std::string> prev_digest = {};  // absent in the first entry only
};

// The bytes (encoding.h, record "history", fields in the order above) whose SHA-256 is the entry's digest.
std::string canonical(const HistoryEntry& entry);

}  // namespace strata::core
