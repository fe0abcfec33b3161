// Going on as the caller in another process: a background worker, registered during a call, that takes over who the
// caller is and how the session is set, and outlives it. No preload is needed.
#pragma once

#include "pg/backend.h"

extern "C" {
#include "storage/dsm.h"
}

namespace strata::pg {

struct WorkerTask {
    Oid function;         // an SQL function in C: the worker loads the same library
    const char* entry;    // the symbol in it that runs: void entry(Datum), given to WorkerSession
    std::string payload;  // any bytes
    std::string title;    // what the process list shows
    std::string type;     // pg_stat_activity.backend_type
};

// Registers a worker and waits, for 30 seconds at most, until it is connected. The worker then waits for the end
// of the transaction that is current. Raises 53000 when no worker is free, 28000 when the caller's role cannot
// connect. Refuses in a foreign security context, which no other process could be kept to.
BackendIdentity start_worker(const WorkerTask& task);

// The worker's side. Each step is to be taken once, in this order.
class WorkerSession {
public:
    // Takes over what the caller left. Absent when the caller has gone: then there is nothing to do.
    static std::optional<WorkerSession> take_over(Datum handle);

    const std::string& payload() const { return payload_; }

    // Connects to the caller's database as the user who authenticated there, and lets the caller go on.
    void connect();

    // Returns when the caller's transaction has ended, however it did. Opens a transaction and leaves it open, with no
    // snapshot.
    void wait_for_caller();

    // Loads the libraries that the caller had loaded, and takes over settings, session user and role. What the
    // authenticated user may not do now is refused. Ends the transaction that is current and opens another.
    void become_caller();

private:
    WorkerSession() = default;

    dsm_segment* segment_ = nullptr;
    std::string payload_;
    std::string libraries_;
    std::string settings_;
    Oid database_ = InvalidOid;
    Oid authenticated_ = InvalidOid;
    Oid session_ = InvalidOid;
    Oid role_ = InvalidOid;  // of SET ROLE; invalid: none
    std::uint32_t transaction_ = 0;
};

// Reads the configuration files again if the server was told to since the last call. For workers, between transactions;
// ordinary processes, where this does nothing, do it by themselves between two statements.
void reload_configuration();

}  // namespace strata::pg
