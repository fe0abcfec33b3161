#include "pg/clock.h"

#include "pg/server.h"

extern "C" {
#include "utils/timestamp.h"
}

namespace strata::pg {

static_assert(unix_to_postgres_us == (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE) * USECS_PER_DAY);

std::int64_t now_unix_us() { return GetCurrentTimestamp() + unix_to_postgres_us; }

}  // namespace strata::pg
