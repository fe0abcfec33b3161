#include "pg/privilege.h"

#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "catalog/pg_authid.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
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

bool has_schema_usage(Oid schema, Oid role) {
    return call([&] { return schema_usage_allowed(schema, role); });
}

bool can_select(Oid schema, const char* table, Oid role) {
    return call([&] {
        return pg_class_aclcheck(get_relname_relid(table, schema), role, ACL_SELECT) == ACLCHECK_OK;
    });
}

bool in_foreign_security_context() { return InLocalUserIdChange() || InSecurityRestrictedOperation(); }

PrivilegeScope::PrivilegeScope(Oid role) {
    GetUserIdAndSecContext(&user_, &security_context_);
    SetUserIdAndSecContext(role, security_context_ | SECURITY_LOCAL_USERID_CHANGE | SECURITY_RESTRICTED_OPERATION);
}

PrivilegeScope::~PrivilegeScope() { SetUserIdAndSecContext(user_, security_context_); }

}  // namespace strata::pg
