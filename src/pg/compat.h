// What differs between the supported majors (15 to 18), in one place.
#pragma once

#include "pg/server.h"

extern "C" {
#include "catalog/pg_namespace.h"
#include "executor/executor.h"
#include "nodes/nodeFuncs.h"
#include "parser/parse_type.h"
#include "postmaster/bgworker.h"
#include "storage/lock.h"
#include "tcop/pquery.h"
#include "utils/acl.h"
#include "utils/backend_status.h"
#include "utils/guc.h"
#include "utils/guc_tables.h"
}

#if PG_VERSION_NUM < 150000
#error "pg_strata needs PostgreSQL 15 or later"
#endif

namespace strata::pg {

// ExecutorRun lost its run_once argument in 18.
inline void run_executor(QueryDesc* query) {
#if PG_VERSION_NUM >= 180000
    ExecutorRun(query, ForwardScanDirection, 0);
#else
    ExecutorRun(query, ForwardScanDirection, 0, true);
#endif
}

// The walker's callback has a type of its own since 16; before, it is a function without a prototype.
inline bool walk_raw_tree(Node* node, bool (*visit)(Node*, void*), void* state) {
#if PG_VERSION_NUM >= 160000
    return raw_expression_tree_walker(node, visit, state);
#else
    return raw_expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void (*)()>(visit)), state);
#endif
}

// Nodes that the walker has learnt since 15.
inline bool walks_newer_node(NodeTag tag) {
    switch (tag) {
#if PG_VERSION_NUM >= 160000
        case T_JsonReturning:
        case T_JsonValueExpr:
        case T_JsonConstructorExpr:
        case T_JsonIsPredicate:
        case T_JsonOutput:
        case T_JsonKeyValue:
        case T_JsonObjectConstructor:
        case T_JsonArrayConstructor:
        case T_JsonAggConstructor:
        case T_JsonObjectAgg:
        case T_JsonArrayAgg:
        case T_JsonArrayQueryConstructor: return true;
#endif
#if PG_VERSION_NUM >= 170000
        case T_JsonParseExpr:
        case T_JsonScalarExpr:
        case T_JsonSerializeExpr:
        case T_JsonFuncExpr:
        case T_JsonArgument:
        case T_JsonBehavior:
        case T_JsonTable:
        case T_JsonTableColumn:
        case T_JsonTablePathSpec: return true;
#endif
        default: return false;
    }
}

// The expressions of RETURNING. MERGE has it since 17; since 18 the list stands in a clause of its own.
template <class Statement>
List* returning_list(const Statement* statement) {
#if PG_VERSION_NUM >= 180000
    return statement->returningClause == nullptr ? NIL : statement->returningClause->exprs;
#else
    if constexpr (requires { statement->returningList; })
        return statement->returningList;
    else
        return NIL;
#endif
}

// What RETURNING calls the row before and after the change, since 18; null before.
struct ReturningNames {
    const char* before = nullptr;
    const char* after = nullptr;
};

template <class Statement>
ReturningNames returning_names(const Statement* statement) {
    ReturningNames names;
#if PG_VERSION_NUM >= 180000
    names = {"old", "new"};
    const List* options = statement->returningClause == nullptr ? NIL : statement->returningClause->options;
    for (int i = 0; i < list_length(options); ++i) {
        const auto* option = static_cast<const ReturningOption*>(list_nth(options, i));
        (option->option == RETURNING_OPTION_OLD ? names.before : names.after) = option->value;
    }
#else
    (void) statement;
#endif
    return names;
}

// Takes a lock that this backend holds already once more, for its entry in the backend's own table; null when it does
// not hold it. One more argument since 18.
inline LOCALLOCK* acquire_held_lock(const LOCKTAG* tag, LOCKMODE mode) {
    LOCALLOCK* own = nullptr;
#if PG_VERSION_NUM >= 180000
    const LockAcquireResult result = LockAcquireExtended(tag, mode, false, true, true, &own, false);
#else
    const LockAcquireResult result = LockAcquireExtended(tag, mode, false, true, true, &own);
#endif
    return result == LOCKACQUIRE_NOT_AVAIL ? nullptr : own;
}

// Whether this backend holds the lock in exactly this mode. One more argument since 17.
inline bool holds_lock(const LOCKTAG* tag, LOCKMODE mode) {
#if PG_VERSION_NUM >= 170000
    return LockHeldByMe(tag, mode, false);
#else
    return LockHeldByMe(tag, mode);
#endif
}

// Runs all of a portal as a statement that the client sent by itself. One argument less since 18.
inline void run_portal_at_top_level(Portal portal, DestReceiver* receiver) {
    QueryCompletion completion;
    InitializeQueryCompletion(&completion);
#if PG_VERSION_NUM >= 180000
    (void) PortalRun(portal, FETCH_ALL, true, receiver, receiver, &completion);
#else
    (void) PortalRun(portal, FETCH_ALL, true, true, receiver, receiver, &completion);
#endif
}

// All configuration parameters of the session. The count has come out of the same call since 16.
struct SettingsInMemory {
    config_generic** first;
    int count;
};

inline SettingsInMemory settings_in_memory() {
#if PG_VERSION_NUM >= 160000
    int count = 0;
    config_generic** first = get_guc_variables(&count);
    return {first, count};
#else
    return {get_guc_variables(), GetNumConfigOptions()};
#endif
}

// The i-th backend (from 1) of those that statistics know, null when it has none to show. Renamed in 16.
inline const PgBackendStatus* backend_status(int i) {
#if PG_VERSION_NUM >= 160000
    const LocalPgBackendStatus* entry = pgstat_get_local_beentry_by_index(i);
#else
    const LocalPgBackendStatus* entry = pgstat_fetch_stat_local_beentry(i);
#endif
    return entry == nullptr ? nullptr : &entry->backendStatus;
}

// How a background worker connects: as the process that started it did, whose connection was checked. Only since 17
// this holds for whether the role may log in, too.
#if PG_VERSION_NUM >= 170000
inline constexpr bool workers_pass_login_check = true;
inline constexpr uint32 worker_connection_flags = BGWORKER_BYPASS_ALLOWCONN | BGWORKER_BYPASS_ROLELOGINCHECK;
#else
inline constexpr bool workers_pass_login_check = false;
inline constexpr uint32 worker_connection_flags = BGWORKER_BYPASS_ALLOWCONN;
#endif

// Whether `role` can become `other` by SET ROLE, attributes and all. Since 16 a membership may inherit and yet not
// allow it; before, whoever inherits may.
inline bool can_become(Oid role, Oid other) {
#if PG_VERSION_NUM >= 160000
    return has_privs_of_role(role, other) && member_can_set_role(role, other);
#else
    return has_privs_of_role(role, other);
#endif
}

// Raises its errors; since 16 it can also hand them out.
inline const TypeName* parse_type_name(const char* type) {
#if PG_VERSION_NUM >= 160000
    return typeStringToTypeName(type, nullptr);
#else
    return typeStringToTypeName(type);
#endif
}

}  // namespace strata::pg
