// The limits of a script as settings of the server.
#pragma once

#include "core/script_limits.h"
#include "pg/error.h"

namespace strata::engine {

struct TimeoutSetting {
    const char* name;
    std::string value;
};

// What is to be set before the script runs; its own SET counts from there on. `concurrently` is for what builds, drops
// or vacuums beside other sessions.
std::vector<TimeoutSetting> timeouts_of(const core::Limits& limits, bool concurrently);

// Whether other sessions' locks are the reason: no lock in time, or a deadlock.
bool is_about_locks(const pg::Error& error);

}  // namespace strata::engine
