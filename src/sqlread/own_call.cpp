#include "sqlread/own_call.h"

#include "pg/compat.h"
#include "pg/guard.h"

namespace strata::sqlread {

namespace {

constexpr std::string_view act_functions[] = {
    "migrate_apply",      "migrate_rollback", "migrate_redo",  "migrate_register", "migrate_register_directory",
    "migrate_register_files", "migrate_unregister", "migrate_approve", "migrate_mark", "migrate_baseline",
    "migrate_grant",      "migrate_revoke",   "migrate_set",
};

const char* act_function_name(const FuncCall* call) {
    auto* name = static_cast<Node*>(llast(call->funcname));
    for (const std::string_view function : act_functions)
        if (function == strVal(name)) return function.data();
    return nullptr;
}

bool find_call(Node* node, void* state) {
    if (node == nullptr) return false;
    auto** found = static_cast<const char**>(state);
    if (IsA(node, FuncCall)) *found = act_function_name(reinterpret_cast<FuncCall*>(node));
    return *found != nullptr || pg::walk_raw_tree(node, find_call, state);
}

bool is_walkable(const Node* node) {
    switch (nodeTag(node)) {
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: return true;
        default: return false;
    }
}

}  // namespace

const char* own_function_called(const Node* statement) {
    const Node* root = statement;
    if (IsA(statement, CallStmt))
        root = reinterpret_cast<const Node*>(reinterpret_cast<const CallStmt*>(statement)->funccall);
    else if (!is_walkable(statement))
        return nullptr;
    const char* found = nullptr;
    pg::call([&] { (void) find_call(const_cast<Node*>(root), &found); });
    return found;
}

}  // namespace strata::sqlread
