#include "engine/call_scope.h"

#include "engine/progress.h"
#include "pg/boundary.h"

namespace strata::engine {

namespace {
constinit int depth = 0;
}

bool running() { return depth > 0; }

CallScope::CallScope() { ++depth; }

CallScope::~CallScope() {
    --depth;
    pg::cleanup("show the query in pg_stat_activity again", [] { end_progress(); });
}

}  // namespace strata::engine
