// What one statement is to the engine: transaction control, a psql habit that cannot work here, a statement that
// cannot run in a transaction, or ordinary SQL. Decided on parse nodes, never on words.
#pragma once

#include "core/script_rules.h"
#include "pg/server.h"

namespace strata::sqlread {

// The names by which a script could reach this extension from inside itself.
struct OwnNames {
    std::string extension;
    std::vector<std::string> schemas;  // dropping one of these would drop the extension
};

// Fills kind, label, transactional and locks; line and column are the caller's business.
core::Statement classify(const RawStmt* statement, const OwnNames& own);

}  // namespace strata::sqlread
