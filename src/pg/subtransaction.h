// An internal subtransaction. The only legal way to swallow a server error: roll it back.
#pragma once

#include "pg/server.h"

extern "C" {
#include "utils/resowner.h"
}

namespace strata::pg {

// Begun by the constructor; rolled back by the destructor unless commit() or rollback() came first. Memory context
// and resource owner are the caller's again afterwards; user id, GUC nest levels, snapshots and SPI connections
// opened inside are taken back by the server.
class Subtransaction {
public:
    Subtransaction();
    ~Subtransaction();
    Subtransaction(const Subtransaction&) = delete;
    Subtransaction& operator=(const Subtransaction&) = delete;

    void commit();
    void rollback();

private:
    void restore();

    MemoryContext context_;
    ResourceOwner owner_;
    int level_ = 0;
    bool open_ = false;
};

}  // namespace strata::pg
