// The break-glass: what the guard refuses passes until the transaction ends.
#pragma once

#include "pg/server.h"

namespace strata::guard {

// From now to the end of the transaction; taken back with the subtransaction that did it.
void start_override();
bool is_overridden();

}  // namespace strata::guard
