// A stretch of our own SQL on our own tables, as their owner. Never open while user SQL runs.
#pragma once

#include "migrate/actor.h"
#include "pg/spi.h"

namespace strata::migrate {

class Bookkeeping {
public:
    explicit Bookkeeping(const Home& home) : as_owner_(home.owner) {}
    explicit Bookkeeping(const Actor& actor) : Bookkeeping(actor.home) {}

    pg::Session& session() { return session_; }

private:
    pg::PrivilegeScope as_owner_;
    pg::Session session_;
};

}  // namespace strata::migrate
