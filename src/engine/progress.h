// Live progress in pg_stat_activity.query.
#pragma once

#include "pg/server.h"

namespace strata::engine {

struct Script;

// "pg_strata: migration "x", up script, statement 2 of 7, line 12"
void show_progress(const Script& script, std::size_t index);

// Shows the client's own query again.
void end_progress();

}  // namespace strata::engine
