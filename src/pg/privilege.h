// Who acts: identities, rights, and running a stretch as another role.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// The three identities of a session: a script can go back from the first to the others (RESET ROLE).
struct Identity {
    Oid current;
    Oid session;
    Oid authenticated;
};
Identity identity();

std::string role_name(Oid role);               // errors when the role is gone
std::optional<Oid> find_role(const char* name);
bool has_rights_of(Oid role, Oid other);       // as a member that inherits, or a superuser
bool can_become_role(Oid role, Oid other);     // as a member that inherits and may SET ROLE, or a superuser
bool can_read_server_files(Oid role);

// Whether an ACL says so, to the role or one that it inherits from; owners and superusers have it without. Unlike the
// server's own checks these do not count membership of predefined roles such as pg_read_all_data.
bool is_granted_usage(Oid schema, Oid role);
bool is_granted_select(Oid schema, const char* table, Oid role);


// Inside a SECURITY DEFINER function or a security-restricted operation (index function under VACUUM, refresh of a
// materialized view): who really asks is not known there.
bool in_foreign_security_context();

// Runs a stretch as `role`, in a security-restricted operation. Never around user SQL.
class PrivilegeScope {
public:
    explicit PrivilegeScope(Oid role);
    ~PrivilegeScope();
    PrivilegeScope(const PrivilegeScope&) = delete;
    PrivilegeScope& operator=(const PrivilegeScope&) = delete;

private:
    Oid user_;
    int security_context_;
};

}  // namespace strata::pg
