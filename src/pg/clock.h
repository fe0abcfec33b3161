// Time.
#pragma once

#include <cstdint>

namespace strata::pg {

// Microseconds since 1970-01-01 00:00 UTC, now (not at the start of the transaction).
std::int64_t now_unix_us();

}  // namespace strata::pg
