// Running one parsed statement in the caller's transaction, in the manner of an extension script.
#pragma once

#include "pg/server.h"

namespace strata::engine {

// The rows that a statement returned, as text. Columns beyond the first are counted, not kept.
struct ResultRows {
    int columns = 0;
    std::string column_name;  // of the first
    Oid column_type = InvalidOid;
    std::vector<std::optional<std::string>> first_column;  // at most `kept_rows`
    std::int64_t rows = 0;
};

inline constexpr std::int64_t kept_rows = 10000;

// Analyses, plans and runs `statement`, which stands in `script` (the text that error positions count in).
// Returns the number of rows it changed. With `result` the rows it returned are kept, otherwise discarded.
// Raises the server's errors with positions counted in `script`.
std::int64_t execute(const RawStmt* statement, const std::string& script, ResultRows* result);

}  // namespace strata::engine
