// Where in a statement's text a string literal's contents begin.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// The first string literal at or after `from`: the byte offset behind its opening quote, or `from` when there is none.
int literal_start(std::string_view text, int from);

}  // namespace strata::sqlread
