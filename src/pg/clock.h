// Time.
#pragma once

#include <cstdint>

namespace strata::pg {

// Timestamps of ours count microseconds since 1970-01-01 00:00 UTC, the server's since 2000-01-01.
inline constexpr std::int64_t unix_to_postgres_us = 10957LL * 24 * 60 * 60 * 1000000;

// Microseconds since 1970-01-01 00:00 UTC, now (not at the start of the transaction).
std::int64_t now_unix_us();

}  // namespace strata::pg
