// Statements that run outside of a transaction leave no record of their own: whether one that was begun came to its
// end is read off the catalog, by what it makes or takes away.
#pragma once

#include "engine/script_run.h"

namespace strata::engine {

// What to look for afterwards, as text to be kept: "new index app.i", "no partition app.p". Nothing when it is there
// (not there) already, or when the statement can be repeated without harm. In a transaction.
std::optional<std::string> trace_to_expect(const RawStmt* statement);

// The index that the trace is of, for a CREATE INDEX that leaves the choice of a name to the server.
std::optional<std::string> index_of(const std::string& trace);

enum class Fate { NotDone, HalfDone, Done };

// What became of the statement that `trace` was kept for. In a transaction.
Fate fate_of(const std::string& trace);

// Outside of a transaction block (see top_level.h), and committed on return. Takes away what the statement left when it stopped half-way, so that
// it can run anew; what can be brought to its end (DETACH ... CONCURRENTLY) is: then it is done, and true is returned.
// Without a statement only the former.
bool settle_half_done(const RawStmt* statement, const std::string& text, const std::string& trace);

// Raises 55000 for a CREATE INDEX IF NOT EXISTS, in a transaction, that would pass by an INVALID index of that name.
void refuse_invalid_index(const IndexStmt* statement);

}  // namespace strata::engine
