#include "guard/exemption.h"

#include <algorithm>

#include "engine/call_scope.h"
#include "pg/guard.h"
#include "pg/privilege.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_namespace.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "replication/logicalworker.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::guard {

namespace {

// Roles of hosts whose DDL is the host's business. Not supabase_admin: there are installations whose users work as it.
constexpr std::string_view reserved_roles[] = {
    "supabase_auth_admin", "supabase_storage_admin", "supabase_realtime_admin", "supabase_replication_admin",
    "supabase_functions_admin", "supabase_etl_admin", "supabase_read_only_user", "pgbouncer", "pgsodium_keymaker",
    "rdsadmin", "cloudsqladmin", "cloudsqlagent", "alloydbadmin", "azuresu", "cloud_admin",
};

constexpr std::string_view system_schemas[] = {"pg_catalog", "information_schema", "pg_toast"};

constexpr std::string_view platform_schemas[] = {
    "auth", "storage", "realtime", "_realtime", "_analytics", "_supavisor", "supabase_functions",
    "supabase_migrations", "extensions", "graphql", "graphql_public", "vault", "pgsodium", "pgsodium_masks",
    "pgbouncer", "net", "cron", "pgmq", "pgtle",
};

template <class Names>
bool has(const Names& names, std::string_view wanted) {
    return std::find(std::begin(names), std::end(names), wanted) != std::end(names);
}

Oid owner_of_schema(const char* schema) {
    return pg::call([&] {
        HeapTuple tuple = SearchSysCache1(NAMESPACENAME, CStringGetDatum(schema));
        if (!HeapTupleIsValid(tuple)) return InvalidOid;
        const Oid owner = reinterpret_cast<Form_pg_namespace>(GETSTRUCT(tuple))->nspowner;
        ReleaseSysCache(tuple);
        return owner;
    });
}

bool is_platform_schema(const std::string& schema) {
    if (!has(platform_schemas, schema)) return false;
    const Oid owner = owner_of_schema(schema.c_str());
    if (!OidIsValid(owner)) return false;
    const std::string role = pg::role_name(owner);
    return role == "supabase_admin" || has(reserved_roles, role);
}

}  // namespace

bool is_restoring() {
    return !check_function_bodies && namespace_search_path != nullptr && *namespace_search_path == '\0';
}

bool session_is_exempt() {
    return creating_extension || IsBinaryUpgrade || engine::running() || is_restoring() ||
           SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA || IsLogicalWorker();
}

bool role_is_exempt(const Watch& watch) {
    const std::string role = pg::role_name(GetUserId());
    return has(watch.exempt_roles, role) || has(reserved_roles, role);
}

bool schema_is_exempt(const Watch& watch, const std::string& schema) {
    if (schema.empty()) return false;
    return schema.starts_with("pg_temp") || has(system_schemas, schema) || has(watch.exempt_schemas, schema) ||
           is_platform_schema(schema);
}

bool is_exempt(const Watch& watch, const Target& target) {
    return schema_is_exempt(watch, target.kind == core::ObjectKind::Schema ? target.name : target.schema);
}

}  // namespace strata::guard
