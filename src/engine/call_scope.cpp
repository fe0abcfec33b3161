#include "engine/call_scope.h"

#include "engine/progress.h"
#include "pg/guard.h"

namespace strata::engine {

namespace {
constinit int depth = 0;
}

bool running() { return depth > 0; }

CallScope::CallScope() { ++depth; }

CallScope::~CallScope() {
    --depth;
    try {
        end_progress();
    } catch (const pg::Error&) {
        pg::detail::warn_of_failed_cleanup("show the query in pg_stat_activity again");
    }
}

}  // namespace strata::engine
