#include "pg/statement_timer.h"

#include "pg/guard.h"

extern "C" {
#include "storage/proc.h"
#include "utils/timeout.h"
#include "utils/timestamp.h"
}

namespace strata::pg {

StatementTimer::StatementTimer() {
    if (StatementTimeout <= 0) return;
    const TimestampTz end = TimestampTzPlusMilliseconds(GetCurrentTimestamp(), StatementTimeout);
    if (get_timeout_active(STATEMENT_TIMEOUT)) outer_end_ = get_timeout_finish_time(STATEMENT_TIMEOUT);
    if (outer_end_ != 0 && outer_end_ <= end) return;
    armed_ = true;
    call([&] { enable_timeout_at(STATEMENT_TIMEOUT, end); });
}

void StatementTimer::arm_outer() const {
    if (outer_end_ != 0) enable_timeout_at(STATEMENT_TIMEOUT, outer_end_);
}

// A timeout of the last moment has sent its signal, but nobody has looked: here, the indicator still tells what it was.
void StatementTimer::stop() {
    if (!armed_) return;
    armed_ = false;
    call([] { disable_timeout(STATEMENT_TIMEOUT, true); });
    try {
        call([] { CHECK_FOR_INTERRUPTS(); });
    } catch (const Error&) {
        arm_outer();
        throw;
    }
    arm_outer();
}

StatementTimer::~StatementTimer() {
    if (!armed_) return;
    call_in_destructor("stop the statement timer", [&] {
        disable_timeout(STATEMENT_TIMEOUT, true);
        // The statement has failed by itself: what comes after it is not to be cancelled in its place.
        if (get_timeout_indicator(STATEMENT_TIMEOUT, true)) QueryCancelPending = false;
        arm_outer();
    });
}

}  // namespace strata::pg
