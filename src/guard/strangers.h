// A look at a statement that takes no memory, for those that hold nothing but names: most of the quiet path is here.
#pragma once

#include "core/interest.h"
#include "pg/server.h"

namespace strata::guard {

// Whether it is certain, without reading the statement, that no migration has anything to do with what it names.
bool names_only_strangers(const core::InterestSet& interests, const Node* statement);

}  // namespace strata::guard
