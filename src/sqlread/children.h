// The children of a raw parse node, as the server's own walker finds them: of expressions and queries, not of utility
// statements.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// A few nodes; more of them lie in the memory context current when they were collected.
class Children {
public:
    const Node* const* begin() const { return nodes_ == nullptr ? few_ : nodes_; }
    const Node* const* end() const { return begin() + count_; }

private:
    friend Children children_of(const Node* node);
    static bool collect(Node* node, void* self);
    void add(const Node* node);  // inside the guard

    static constexpr int few = 8;
    const Node* few_[few];
    const Node** nodes_ = nullptr;
    int count_ = 0;
    int capacity_ = few;
};

// The non-null children of a node that raw_expression_tree_walker knows; none of one that it does not. One guarded
// call, so the caller may walk on in plain C++.
Children children_of(const Node* node);

}  // namespace strata::sqlread
