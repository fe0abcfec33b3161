// Running one parsed statement in the caller's transaction, in the manner of an extension script.
#pragma once

#include "pg/server.h"

namespace strata::engine {

// What a statement returned, as far as it is of interest: the first column.
struct ResultRows {
    int columns = 0;
    std::string column_name;
    Oid column_type = InvalidOid;  // of a domain its base type
    std::int64_t rows = 0;
    // A boolean column: the first row that is not true, from 1, and its value; 0 when all are.
    std::int64_t untrue_row = 0;
    std::optional<std::string> untrue_value;
    // Any other: the first value, or all of them when the first one is `wanted`.
    bool (*wanted)(std::string_view first) = nullptr;
    std::vector<std::string> values;
};

// Analyses, plans and runs `statement`, whose text is `source` (error positions count in it).
// Returns the number of rows it changed. With `result` the rows it returned are kept, otherwise discarded.
// Raises the server's errors with positions counted in `source`.
std::int64_t execute(const RawStmt* statement, const std::string& source, ResultRows* result);

}  // namespace strata::engine
