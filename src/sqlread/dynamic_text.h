// What an expression given to EXECUTE comes to, as far as its parts are constants.
#pragma once

#include <map>

#include "pg/server.h"

namespace strata::sqlread {

// Stands in a text for what is not known: an identifier, so that the text may parse all the same.
inline constexpr std::string_view unknown_part = "strata_unknown_part";

std::string without_unknown_parts(std::string text);

using KnownTexts = std::map<std::string, std::string, std::less<>>;  // by name of the variable

// Reads literals, ||, format(), concat() and the quote functions. Nothing when no part of the text is known.
std::optional<std::string> assemble_text(const Node* expression, const KnownTexts& variables);

}  // namespace strata::sqlread
