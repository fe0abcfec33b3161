#include "pg/clock.h"

#include "pg/server.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace strata::pg {

std::int64_t now_unix_us() {
    constexpr std::int64_t epoch_days = POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE;
    return GetCurrentTimestamp() + epoch_days * USECS_PER_DAY;
}

}  // namespace strata::pg
