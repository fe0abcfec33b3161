#include "pg/pause.h"

#include "pg/clock.h"
#include "pg/guard.h"

extern "C" {
#include "pgstat.h"
#include "storage/latch.h"
}

namespace strata::pg {

void pause(std::int64_t milliseconds) {
    const std::int64_t end = now_unix_us() + milliseconds * 1000;
    for (std::int64_t left = milliseconds; left > 0; left = (end - now_unix_us()) / 1000) {
        call([&] {
            (void) WaitLatch(MyLatch, WL_LATCH_SET | WL_TIMEOUT | WL_EXIT_ON_PM_DEATH, static_cast<long>(left),
                             PG_WAIT_EXTENSION);
            ResetLatch(MyLatch);
            CHECK_FOR_INTERRUPTS();
        });
    }
}

}  // namespace strata::pg
