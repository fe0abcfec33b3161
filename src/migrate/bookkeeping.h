// A stretch of our own SQL on our own tables, as their owner. Never open while user SQL runs.
#pragma once

#include "migrate/actor.h"
#include "pg/spi.h"

namespace strata::migrate {

class Bookkeeping {
public:
    explicit Bookkeeping(const Actor& actor) : as_owner_(actor.home.owner) {}

    pg::Session& session() { return session_; }

private:
    pg::PrivilegeScope as_owner_;
    pg::Session session_;
};

}  // namespace strata::migrate
