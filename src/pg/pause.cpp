#include "pg/pause.h"

#include "pg/guard.h"

extern "C" {
#include "common/pg_prng.h"
#include "storage/latch.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/wait_event.h"
}

namespace strata::pg {

void pause_ms(std::int64_t milliseconds) {
    call([&] {
        InvalidateCatalogSnapshotConditionally();  // which would hold others' concurrent builds up
        const TimestampTz end = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), milliseconds);
        for (;;) {
            const long left = TimestampDifferenceMilliseconds(GetCurrentTimestamp(), end);
            if (left <= 0) return;
            (void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, left, PG_WAIT_EXTENSION);
            ResetLatch(MyLatch);
            CHECK_FOR_INTERRUPTS();
        }
    });
}

double random_share() { return pg_prng_double(&pg_global_prng_state); }

}  // namespace strata::pg
