#include "sqlread/own_call.h"

#include <algorithm>

#include "pg/compat.h"
#include "pg/guard.h"

namespace strata::sqlread {

namespace {

constexpr std::string_view act_functions[] = {
    "migrate_apply",      "migrate_rollback", "migrate_redo",  "migrate_run", "migrate_run_rollback", "migrate_register", "migrate_register_directory",
    "migrate_register_files", "migrate_unregister", "migrate_approve", "migrate_mark", "migrate_baseline",
    "migrate_grant",      "migrate_revoke",   "migrate_set",      "migrate_guard", "migrate_guard_override",
};

bool is_in_one_of(const List* name, const std::vector<std::string>& schemas) {
    if (list_length(name) < 2) return true;
    auto* schema = static_cast<Node*>(list_nth(name, list_length(name) - 2));
    return std::find(schemas.begin(), schemas.end(), strVal(schema)) != schemas.end();
}

const char* act_function_name(const FuncCall* call, const std::vector<std::string>& schemas) {
    auto* name = static_cast<Node*>(llast(call->funcname));
    for (const std::string_view function : act_functions)
        if (function == strVal(name) && is_in_one_of(call->funcname, schemas)) return function.data();
    return nullptr;
}

struct Search {
    const std::vector<std::string>& schemas;
    const char* found;
};

bool find_call(Node* node, void* state) {
    if (node == nullptr) return false;
    auto* search = static_cast<Search*>(state);
    if (IsA(node, FuncCall)) search->found = act_function_name(reinterpret_cast<FuncCall*>(node), search->schemas);
    return search->found != nullptr || pg::walk_raw_tree(node, find_call, state);
}

// What of a statement the server's walker can walk, and would run: a query, or the one inside a utility statement.
const Node* walkable_part(const Node* node) {
    switch (nodeTag(node)) {
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: return node;
        case T_CallStmt: return reinterpret_cast<const Node*>(reinterpret_cast<const CallStmt*>(node)->funccall);
        case T_CreateTableAsStmt: return walkable_part(reinterpret_cast<const CreateTableAsStmt*>(node)->query);
        case T_ExplainStmt: return walkable_part(reinterpret_cast<const ExplainStmt*>(node)->query);
        case T_PrepareStmt: return walkable_part(reinterpret_cast<const PrepareStmt*>(node)->query);
        case T_DeclareCursorStmt: return walkable_part(reinterpret_cast<const DeclareCursorStmt*>(node)->query);
        default: return nullptr;
    }
}

}  // namespace

const char* own_function_called(const Node* statement, const std::vector<std::string>& schemas) {
    const Node* root = walkable_part(statement);
    if (root == nullptr) return nullptr;
    Search search{schemas, nullptr};
    pg::call([&] { (void) find_call(const_cast<Node*>(root), &search); });
    return search.found;
}

}  // namespace strata::sqlread
