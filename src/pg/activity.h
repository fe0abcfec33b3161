// What other processes of the server do: as pg_stat_activity has it, without asking who looks.
#pragma once

#include "pg/backend.h"

namespace strata::pg {

struct Activity {
    BackendIdentity process;
    Oid role;
    std::string application_name;
    std::string state;                 // "active", "idle in transaction"...
    std::optional<std::int64_t> since;  // of the state; Unix microseconds
    std::string text;                  // pg_stat_activity.query
    std::string wait_type;             // of the wait event; empty when it does not wait
    std::string wait_event;
};

// As of now. Absent when there is no such process.
std::optional<Activity> activity_of(int pid);

// Those who hold, or queue before it for, the lock that the process waits for. 0 is a prepared transaction.
std::vector<int> blockers_of(int pid);

// "process 4711, role "x", application "psql", idle in transaction since 2026-11-21 08:00:00.000+00: SELECT ..."; the
// text only for a viewer who has the rights of that role, or of pg_read_all_stats.
std::string describe_process(int pid, Oid viewer);

// As pg_cancel_backend(), with its rights; false when the process is gone.
bool cancel_query(const BackendIdentity& process);

}  // namespace strata::pg
