// Doing nothing for a while.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Serves interrupts: a cancel request ends it by its error.
void pause(std::int64_t milliseconds);

}  // namespace strata::pg
