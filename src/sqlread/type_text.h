// A type as mentions of routines tell it apart.
#pragma once

#include <string>

#include "pg/server.h"

namespace strata::sqlread {

// "int4", "text[]", "app.mood": names as the parser has them, pg_catalog left out, typmod dropped. "?" where it cannot
// be told (%TYPE): a wildcard.
std::string type_text(const TypeName* type);

// Of a type written by itself. Raises the parser's error.
std::string type_text(const std::string& type);

}  // namespace strata::sqlread
