// What other processes of the server do: as pg_stat_activity has it, without asking who looks.
#pragma once

#include "pg/backend.h"

namespace strata::pg {

struct Activity {
    BackendIdentity process;
    std::string text;        // pg_stat_activity.query
    std::string wait_type;   // of the wait event; empty when it does not wait
    std::string wait_event;  // likewise
};

// As of now. Absent when there is no such process.
std::optional<Activity> activity_of(int pid);

// Those who hold, or queue before it for, the lock that the process waits for. 0 is a prepared transaction.
std::vector<int> blockers_of(int pid);

// As pg_cancel_backend(), with its rights; false when the process is gone.
bool cancel_query(const BackendIdentity& process);

}  // namespace strata::pg
