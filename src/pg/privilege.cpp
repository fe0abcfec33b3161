#include "pg/privilege.h"

#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_authid.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::pg {

Identity identity() { return {GetUserId(), GetSessionUserId(), GetAuthenticatedUserId()}; }

std::string role_name(Oid role) {
    const char* name = call([&] { return GetUserNameFromId(role, false); });
    return name;
}

std::optional<Oid> find_role(const char* name) {
    const Oid role = call([&] { return get_role_oid(name, true); });
    if (!OidIsValid(role)) return std::nullopt;
    return role;
}

bool has_rights_of(Oid role, Oid other) {
    return call([&] { return has_privs_of_role(role, other); });
}

bool can_become_role(Oid role, Oid other) {
    return call([&] { return can_become(role, other); });
}

bool can_read_server_files(Oid role) { return has_rights_of(role, ROLE_PG_READ_SERVER_FILES); }

namespace {

// What the ACL itself grants: predefined roles such as pg_read_all_data, which the server's checks add, do not count.
bool acl_grants(Datum acl, bool is_null, Oid role, Oid owner, AclMode mode) {
    if (superuser_arg(role) || has_privs_of_role(role, owner)) return true;
    return !is_null && aclmask(DatumGetAclP(acl), role, owner, mode, ACLMASK_ANY) != 0;
}

// Of the catalog row that `cache` has for `oid`. The owner column is never null.
bool row_grants(int cache, Oid oid, int acl_column, int owner_column, Oid role, AclMode mode) {
    HeapTuple tuple = SearchSysCache1(cache, ObjectIdGetDatum(oid));
    if (!HeapTupleIsValid(tuple)) return false;
    bool is_null;
    bool owner_is_null;
    const Datum acl = SysCacheGetAttr(cache, tuple, acl_column, &is_null);
    const Oid owner = DatumGetObjectId(SysCacheGetAttr(cache, tuple, owner_column, &owner_is_null));
    const bool granted = acl_grants(acl, is_null, role, owner, mode);
    ReleaseSysCache(tuple);
    return granted;
}

}  // namespace

bool is_granted_usage(Oid schema, Oid role) {
    return call([&] {
        return row_grants(NAMESPACEOID, schema, Anum_pg_namespace_nspacl, Anum_pg_namespace_nspowner, role, ACL_USAGE);
    });
}

bool is_granted_select(Oid schema, const char* table, Oid role) {
    return call([&] {
        const Oid oid = get_relname_relid(table, schema);
        return row_grants(RELOID, oid, Anum_pg_class_relacl, Anum_pg_class_relowner, role, ACL_SELECT);
    });
}

bool in_foreign_security_context() { return InLocalUserIdChange() || InSecurityRestrictedOperation(); }

PrivilegeScope::PrivilegeScope(Oid role) {
    GetUserIdAndSecContext(&user_, &security_context_);
    SetUserIdAndSecContext(role, security_context_ | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
}

PrivilegeScope::~PrivilegeScope() { SetUserIdAndSecContext(user_, security_context_); }

}  // namespace strata::pg
