#include "engine/timeouts.h"

namespace strata::engine {

std::vector<TimeoutSetting> timeouts_of(const core::Limits& limits, bool concurrently) {
    const int lock_timeout = concurrently ? limits.concurrent_lock_timeout_ms : limits.lock_timeout_ms;
    std::vector<TimeoutSetting> settings{{"lock_timeout", std::to_string(lock_timeout)}};
    if (limits.statement_timeout_ms > 0)
        settings.push_back({"statement_timeout", std::to_string(limits.statement_timeout_ms)});
    return settings;
}

bool is_about_locks(const pg::Error& error) {
    return error.sqlstate() == ERRCODE_LOCK_NOT_AVAILABLE || error.sqlstate() == ERRCODE_T_R_DEADLOCK_DETECTED;
}

}  // namespace strata::engine
