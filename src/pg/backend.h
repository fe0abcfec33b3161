// Processes of the server, by pid and time of start: a later process with the same pid is another one.
#pragma once

#include "pg/server.h"

namespace strata::pg {

struct BackendIdentity {
    int pid = 0;
    std::int64_t started_us = 0;  // Unix microseconds
};

BackendIdentity own_backend();

// Whether it is there now. Needs no privilege. On a standby nothing is known of the primary's processes.
bool is_alive(const BackendIdentity& backend);

bool is_standby();

}  // namespace strata::pg
