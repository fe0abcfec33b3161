// Whether a statement calls one of our act-functions: a migration must not drive the engine that runs it.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// The name of the first such function called anywhere in a query or by CALL, or null. Calls hidden in function bodies
// and dynamic SQL are refused by the functions themselves when they happen. A name qualified with a schema that is not
// one of `schemas` is somebody else's.
const char* own_function_called(const Node* statement, const std::vector<std::string>& schemas);

}  // namespace strata::sqlread
