// How an index that is there differs from the one that CREATE INDEX IF NOT EXISTS describes.
#pragma once

#include "pg/server.h"

namespace strata::guard {

// The first difference of an index that does not work.
inline constexpr std::string_view invalid_index = "it is INVALID";

// Phrases for a message ("it is not unique"); none when it is the same. `table` is the one that the statement names;
// may raise what CREATE INDEX would raise for its expressions.
std::vector<std::string> index_differences(const IndexStmt* asked, Oid table, Oid index);

}  // namespace strata::guard
