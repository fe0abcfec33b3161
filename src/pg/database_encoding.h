// The database's encoding.
#pragma once

#include "pg/server.h"

namespace strata::pg {

bool database_is_utf8();

// To UTF-8, so that digests do not depend on the database's encoding; unchanged where that is UTF-8.
std::string to_utf8(const std::string& text);

// From UTF-8 to the database's encoding; unchanged when that is UTF-8. Raises for what cannot be converted.
std::string from_utf8(std::string text);

}  // namespace strata::pg
