// Reads a whole script.
#pragma once

#include "core/mention.h"
#include "core/script_rules.h"
#include "sqlread/parse.h"

namespace strata::sqlread {

// What the script says about objects, in the order of its text. `elided` statements are left out, as when it runs.
core::Reading read_script(const ParsedScript& script, const std::vector<core::Elision>& elided);

}  // namespace strata::sqlread
