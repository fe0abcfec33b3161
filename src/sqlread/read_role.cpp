// CREATE, ALTER and DROP of roles, users and groups.
#include "sqlread/node_lists.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// Members, and the roles that a new one is to be a member of.
void need_roles_in(const List* options, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(options)) {
        const std::string_view name = option->defname;
        if (name == "rolemembers" || name == "adminmembers" || name == "addroleto")
            need_roles(as<List>(option->arg), recorder);
    }
}

}  // namespace

void read_create_role(const CreateRoleStmt* statement, Recorder& recorder) {
    need_roles_in(statement->options, recorder);
    provide(ObjectKind::Role, {"", statement->role}, {}, recorder);
}

void read_alter_role(const AlterRoleStmt* statement, Recorder& recorder) {
    alter_role(statement->role, recorder);
    need_roles_in(statement->options, recorder);
}

void read_alter_role_setting(const AlterRoleSetStmt* statement, Recorder& recorder) {
    alter_role(statement->role, recorder);
    need_named(ObjectKind::Database, statement->database, recorder);
}

void read_drop_role(const DropRoleStmt* statement, Recorder& recorder) {
    for (const RoleSpec* role : elements<RoleSpec>(statement->roles)) {
        if (role->roletype != ROLESPEC_CSTRING) continue;
        core::Mention dropped{.bearing = core::Bearing::Drops, .kind = ObjectKind::Role, .name = role->rolename};
        recorder.add(weakened(std::move(dropped), statement->missing_ok), role->location);
    }
}

}  // namespace strata::sqlread
