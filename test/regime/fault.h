// Faults that other faults use, and those that fault.cpp lists but does not define.
#pragma once

#include "regime.h"

namespace strata::regime {

// The test itself went wrong: MG999, which no kind expects.
[[noreturn]] void unexpected(const char* what);
void require(bool condition, const char* what);

void own_error();
void server_error();
void std_exception();

void subtransaction_caught();
void subtransaction_rethrown();
void subtransaction_exception();
void subtransaction_levels();
void subtransaction_work();
void scopes();

}  // namespace strata::regime
