// Doing nothing for a while.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Ends early with the server's error when the statement is cancelled or the session terminated.
void pause_ms(std::int64_t milliseconds);

// From 0 to 1; not the sequence that setseed() decides.
double random_share();

}  // namespace strata::pg
