// What the planners plan over: migrations, what they need of each other, and what excludes what.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/condition.h"
#include "core/graph.h"

namespace strata::core {

enum class State : std::uint8_t { Pending, Applied, Partial, Skipped };

struct Node {
    std::string identifier = {};
    std::int64_t registration = 0;  // ascending in order of registration
    State state = State::Pending;
    std::int64_t position = 0;  // ascending in order of application; of no meaning unless applied or partial
    bool transactional = true;  // whether up can run inside a transaction
    // Of a partial one: which script stopped half-way, and what is left of it, as in "statement 3 of 7".
    bool stopped_on_way_back = false;
    std::string rest = {};
    std::string obstacle = {};  // if not: where and what, as in "line 3: CREATE INDEX CONCURRENTLY"
    bool has_down = false;
    bool down_transactional = true;
    std::string down_obstacle = {};
    std::int64_t locks = 0;  // estimate of the locks that up takes until the transaction ends
};

// Declared: the author said so. Inferred: the scripts show it. Weak: the dependent may be better off after it; such an
// edge keeps or bends the order where that makes no cycle, and asks for nothing else.
enum class EdgeKind : std::uint8_t { Declared, Inferred, Likely, Weak };

// Whether the dependent never runs before the prerequisite. What is only likely, or weak, bends the order where it can.
constexpr bool binds(EdgeKind kind) noexcept { return kind <= EdgeKind::Inferred; }

// `dependent` can run only after `prerequisite`. `reason` is what a note says of it after the dependent's name, as in
// `needs table "users" of "001_users" (line 3)`; empty for the plain `requires "001_users"`.
struct Edge {
    Index dependent = 0;
    Index prerequisite = 0;
    EdgeKind kind = EdgeKind::Declared;
    std::string reason = {};
};

// A need that nothing registered meets. `reason` and `fix_call` replace the texts made for a declared requirement.
struct Missing {
    Index dependent = 0;
    std::string what = {};
    EdgeKind kind = EdgeKind::Declared;
    std::string reason = {};
    std::string fix_call = {};
    Condition condition = Condition::PlanBlocked;
    std::int32_t line = 0;                   // of the script; notes speak of several in this order
    std::optional<Index> met_by = {};        // would be met by that one, if it stood before: untold in a cycle of both
};

// Worth saying of a migration in a plan, without being in the way.
struct Remark {
    Index node = 0;
    std::string note = {};
    std::string fix_call = {};
};

// The way back of `node` would take away what `victim` made: `deed` as in `drops schema "app" with CASCADE (line 2)`.
struct Taking {
    Index node = 0;
    Index victim = 0;
    std::string deed = {};
    std::vector<std::string> objects = {};  // `table "app.orders"`
};

// The two exclude each other, whichever of them said so.
struct Conflict {
    Index one = 0;
    Index other = 0;
};

// Indexes point into `nodes`. The order of the lists is of no consequence, except among the remarks on one node.
struct Catalog {
    std::vector<Node> nodes = {};
    std::vector<Edge> edges = {};
    std::vector<Missing> missing = {};
    std::vector<Conflict> conflicts = {};
    std::vector<Remark> remarks = {};
    std::vector<Taking> takings = {};
};

}  // namespace strata::core
