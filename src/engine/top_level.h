// Running one parsed statement as a client's own query runs: outside of a transaction block, so that it can do what no
// transaction can hold, and commit inside.
#pragma once

#include "pg/server.h"

namespace strata::engine {

// On entry the transaction that is current must be fresh, and hold no snapshot; the one that is current afterwards is
// to be committed by the caller. `text` is the statement's, positions count in it. With `index_name`, a CREATE INDEX
// that names no index makes one of this name. Raises the server's errors: then abort_and_begin() is the way on.
void execute_at_top_level(const RawStmt* statement, const std::string& text,
                          const std::optional<std::string>& index_name);

}  // namespace strata::engine
