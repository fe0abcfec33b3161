// GRANT, REVOKE, ALTER DEFAULT PRIVILEGES, and what changes owners wholesale.
#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// GRANT ... ON TABLE takes every kind of relation.
core::Mention granted_on(ObjectType type, const NamedObject& object) {
    core::Mention mention = object.mention;
    mention.bearing = core::Bearing::Alters;
    if (type == OBJECT_TABLE) mention.kind = ObjectKind::Relation;
    return mention;
}

void need_privileged_columns(const RangeVar* table, const List* privileges, Recorder& recorder) {
    for (const AccessPriv* privilege : elements<AccessPriv>(privileges))
        need_columns(name_of(table), privilege->cols, recorder, table->location);
}

void read_objects(const GrantStmt* statement, Recorder& recorder) {
    for (const Node* name : elements<Node>(statement->objects)) {
        const std::optional<NamedObject> object = named_object(statement->objtype, name);
        if (!object || is_system_object(object->mention)) continue;
        recorder.add(granted_on(statement->objtype, *object), object->location);
        if (statement->objtype == OBJECT_TABLE)
            need_privileged_columns(as<RangeVar>(name), statement->privileges, recorder);
    }
}

void read_grantees(const GrantStmt* statement, Recorder& recorder) {
    need_roles(statement->grantees, recorder);
    need_role(statement->grantor, recorder);
}

}  // namespace

void read_grant(const GrantStmt* statement, Recorder& recorder) {
    if (statement->targtype == ACL_TARGET_OBJECT) read_objects(statement, recorder);
    if (statement->targtype == ACL_TARGET_ALL_IN_SCHEMA)
        for (const Node* schema : elements<Node>(statement->objects))
            need_named(ObjectKind::Schema, text_of(schema).c_str(), recorder);
    read_grantees(statement, recorder);
}

void read_grant_role(const GrantRoleStmt* statement, Recorder& recorder) {
    for (const AccessPriv* granted : elements<AccessPriv>(statement->granted_roles))
        need_named(ObjectKind::Role, granted->priv_name, recorder);
    need_roles(statement->grantee_roles, recorder);
    need_role(statement->grantor, recorder);
}

void read_default_privileges(const AlterDefaultPrivilegesStmt* statement, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(statement->options)) {
        const auto* names = as<List>(option->arg);
        if (strcmp(option->defname, "roles") == 0) need_roles(names, recorder);
        if (strcmp(option->defname, "schemas") != 0) continue;
        for (const Node* schema : elements<Node>(names))
            need_named(ObjectKind::Schema, text_of(schema).c_str(), recorder, option->location);
    }
    read_grantees(statement->action, recorder);
}

void read_drop_owned(const DropOwnedStmt* statement, Recorder& recorder) {
    for (const RoleSpec* role : elements<RoleSpec>(statement->roles)) alter_role(role, recorder);
    note_unread("DROP OWNED", recorder);
}

void read_reassign_owned(const ReassignOwnedStmt* statement, Recorder& recorder) {
    for (const RoleSpec* role : elements<RoleSpec>(statement->roles)) alter_role(role, recorder);
    need_role(statement->newrole, recorder);
}

}  // namespace strata::sqlread
