// The children of a raw parse node, as the server's own walker finds them: expressions and queries, no utility statement.
#pragma once

#include <vector>

#include "pg/server.h"

namespace strata::sqlread {

// The non-null children of a node that raw_expression_tree_walker knows; none of one that it does not. A list's children
// are its elements. One guarded call, so the caller may walk on in plain C++.
std::vector<Node*> children_of(const Node* node);

}  // namespace strata::sqlread
