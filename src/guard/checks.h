// What the guard looks for before a statement runs and after it has. Each gives back what it found, does nothing.
#pragma once

#include "guard/finding.h"

namespace strata::guard {

// 1. Needs that are not met though a registered migration provides them.
enum class NeedsOf : std::uint8_t { Statement, FunctionBody };
std::vector<Finding> missing_prerequisites(const Watch& watch, const core::Reading& reading, NeedsOf which);

// 2. Renames, moves and changes of type that migrations do not bear; drops too if they are going to be refused. (What
// else is dropped shows when it has been.)
std::vector<Finding> broken_reliances(const Watch& watch, const Node* statement, const core::Reading& reading);

// 3. IF NOT EXISTS that would skip an object that differs from the one described.
bool may_skip(const Node* statement);
std::vector<Finding> skipped_objects(const Watch& watch, const Node* statement);

// 4. Other changes of what applied migrations provided. `found` is what is reported already.
std::vector<Finding> out_of_band_changes(const Watch& watch, const Node* statement, const core::Reading& reading,
                                         const std::vector<Finding>& found);

// 2 again: what has been dropped, with all that went along. Inside the trigger for sql_drop only.
std::vector<Finding> dropped_objects(const Watch& watch, const char* command);

}  // namespace strata::guard
