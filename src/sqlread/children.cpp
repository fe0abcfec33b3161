#include "sqlread/children.h"

#include <algorithm>

#include "pg/compat.h"
#include "pg/guard.h"

namespace strata::sqlread {

namespace {

// The walker raises an error over a node that it does not know.
bool is_walkable(const Node* node) {
    switch (nodeTag(node)) {
        case T_GroupingFunc:
        case T_SubLink:
        case T_CaseExpr:
        case T_RowExpr:
        case T_CoalesceExpr:
        case T_MinMaxExpr:
        case T_XmlExpr:
        case T_NullTest:
        case T_BooleanTest:
        case T_JoinExpr:
        case T_List:
        case T_InsertStmt:
        case T_DeleteStmt:
        case T_UpdateStmt:
        case T_MergeStmt:
        case T_MergeWhenClause:
        case T_SelectStmt:
        case T_PLAssignStmt:
        case T_A_Expr:
        case T_BoolExpr:
        case T_FuncCall:
        case T_NamedArgExpr:
        case T_A_Indices:
        case T_A_Indirection:
        case T_A_ArrayExpr:
        case T_ResTarget:
        case T_MultiAssignRef:
        case T_TypeCast:
        case T_CollateClause:
        case T_SortBy:
        case T_WindowDef:
        case T_RangeSubselect:
        case T_RangeFunction:
        case T_RangeTableSample:
        case T_RangeTableFunc:
        case T_RangeTableFuncCol:
        case T_TypeName:
        case T_ColumnDef:
        case T_IndexElem:
        case T_GroupingSet:
        case T_LockingClause:
        case T_XmlSerialize:
        case T_WithClause:
        case T_InferClause:
        case T_OnConflictClause:
        case T_CommonTableExpr: return true;
        default: return pg::walks_newer_node(nodeTag(node));
    }
}

}  // namespace

void Children::add(const Node* node) {
    if (count_ == capacity_) {
        const int capacity = capacity_ * 4;
        auto** nodes = static_cast<const Node**>(palloc(sizeof(Node*) * capacity));
        std::copy_n(begin(), count_, nodes);
        nodes_ = nodes;
        capacity_ = capacity;
    }
    (nodes_ == nullptr ? few_ : nodes_)[count_++] = node;
}

bool Children::collect(Node* node, void* self) {
    if (node != nullptr) static_cast<Children*>(self)->add(node);
    return false;
}

Children children_of(const Node* node) {
    Children children;
    if (node == nullptr || !is_walkable(node)) return children;
    pg::call([&] { (void) pg::walk_raw_tree(const_cast<Node*>(node), Children::collect, &children); });
    return children;
}

}  // namespace strata::sqlread
