// Where in a statement's text a string literal's contents begin.
#pragma once

#include <string_view>

namespace strata::sqlread {

// Of the literal at `from`, or behind the white space and comments there: the byte offset behind its opening quote.
int literal_start(std::string_view text, int from);

}  // namespace strata::sqlread
