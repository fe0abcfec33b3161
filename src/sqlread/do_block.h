// DO statements.
#pragma once

#include <string>

#include "pg/server.h"

namespace strata::sqlread {

struct DoBlock {
    std::string language = "plpgsql";
    const DefElem* body = nullptr;  // null: the statement has none, and fails
};
DoBlock do_block(const DoStmt* statement);

// COMMIT or ROLLBACK, if the block's own statements hold it; otherwise empty.
std::string transaction_end_in(const DoStmt* statement);

}  // namespace strata::sqlread
