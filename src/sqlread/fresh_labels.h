// Enum labels that a script adds and uses: not in the same transaction, says the server.
#pragma once

#include "sqlread/parse.h"

namespace strata::sqlread {

// The statements, ascending from 0, that add a label which a later one has as a string constant, or within a body:
// what they do must be committed before.
std::vector<std::size_t> statements_to_commit(const ParsedScript& script);

}  // namespace strata::sqlread
