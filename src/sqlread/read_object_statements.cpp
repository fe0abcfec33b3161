// Statements that do the same to objects of many kinds: DROP, RENAME, SET SCHEMA, OWNER TO, DEPENDS ON EXTENSION,
// COMMENT, SECURITY LABEL, ALTER ROUTINE.
#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;
namespace flag = core::mention_flag;

// Of a member: what it belongs to. Columns can belong to relations as well as to types.
void need_owner(ObjectType type, const NamedObject& object, Recorder& recorder) {
    if (core::is_member(object.mention.kind) && object.mention.kind != ObjectKind::Column)
        need(owner_kind(type), {object.mention.schema, object.mention.name}, recorder, object.location);
}

void alter_object(ObjectType type, const std::optional<NamedObject>& object, bool if_exists, Recorder& recorder) {
    if (!object || is_system_object(object->mention)) return;
    need_owner(type, *object, recorder);
    core::Mention altered = weakened(object->mention, if_exists);
    altered.bearing = core::Bearing::Alters;
    recorder.add(std::move(altered), object->location);
}

void drop_object(const DropStmt* statement, const Node* name, Recorder& recorder) {
    const std::optional<NamedObject> object = named_object(statement->removeType, name);
    if (!object) return;
    if (!statement->missing_ok) need_owner(statement->removeType, *object, recorder);
    core::Mention dropped = weakened(object->mention, statement->missing_ok);
    dropped.bearing = core::Bearing::Drops;
    if (statement->behavior == DROP_CASCADE) dropped.flags |= flag::cascade;
    recorder.add(std::move(dropped), object->location);
}

std::optional<NamedObject> domain_constraint(const Node* domain, const char* name) {
    auto object = named_object(OBJECT_DOMAIN, domain);
    object->mention.kind = ObjectKind::Constraint;
    object->mention.member = name;
    return object;
}

std::optional<NamedObject> renamed_object(const RenameStmt* statement) {
    switch (statement->renameType) {
        case OBJECT_ROLE:
        case OBJECT_SCHEMA:
        case OBJECT_DATABASE:
        case OBJECT_TABLESPACE:
            return NamedObject{{.kind = *kind_of(statement->renameType), .name = text_of(statement->subname)}};
        case OBJECT_DOMCONSTRAINT: return domain_constraint(statement->object, statement->subname);
        default: break;
    }
    if (statement->relation != nullptr)
        return named_object(statement->renameType, statement->relation, statement->subname);
    return named_object(statement->renameType, statement->object);
}

// What a rename of a part changes as a whole.
void alter_whole(const RenameStmt* statement, const NamedObject& part, Recorder& recorder) {
    const bool column = statement->renameType == OBJECT_COLUMN;
    const ObjectKind kind = column ? kind_of(statement->relationType).value_or(ObjectKind::Relation)
                                   : owner_kind(statement->renameType);
    alter(kind, {part.mention.schema, part.mention.name}, statement->missing_ok, recorder, part.location);
}

std::optional<NamedObject> named_object_of(ObjectType type, const RangeVar* relation, const Node* object) {
    if (relation == nullptr) return named_object(type, object);
    const std::string member = object != nullptr && IsA(object, List) ? last_of(as<List>(object)) : std::string();
    return named_object(type, relation, member.c_str());
}

}  // namespace

void read_drop(const DropStmt* statement, Recorder& recorder) {
    for (const Node* name : elements<Node>(statement->objects)) drop_object(statement, name, recorder);
}

void read_rename(const RenameStmt* statement, Recorder& recorder) {
    const std::optional<NamedObject> object = renamed_object(statement);
    if (!object) return;
    const core::Mention& before = object->mention;
    if (!core::is_member(before.kind))
        return move(before, {before.schema, statement->newname}, {}, statement->missing_ok, recorder, object->location);
    const StrengthScope scope(recorder, statement->missing_ok ? core::Strength::Conditional : core::Strength::Hard);
    alter_whole(statement, *object, recorder);
    move(before, {before.schema, before.name}, statement->newname, false, recorder, object->location);
}

void read_set_schema(const AlterObjectSchemaStmt* statement, Recorder& recorder) {
    const auto object = named_object_of(statement->objectType, statement->relation, statement->object);
    if (!object) return;
    const StrengthScope scope(recorder, statement->missing_ok ? core::Strength::Conditional : core::Strength::Hard);
    need_named(ObjectKind::Schema, statement->newschema, recorder);
    if (object->mention.kind == ObjectKind::Extension)
        return alter_object(statement->objectType, object, statement->missing_ok, recorder);
    move(object->mention, {statement->newschema, object->mention.name}, {}, statement->missing_ok, recorder,
         object->location);
}

void read_change_owner(const AlterOwnerStmt* statement, Recorder& recorder) {
    alter_object(statement->objectType,
                 named_object_of(statement->objectType, statement->relation, statement->object), false, recorder);
    need_role(statement->newowner, recorder);
}

void read_depends_on_extension(const AlterObjectDependsStmt* statement, Recorder& recorder) {
    alter_object(statement->objectType,
                 named_object_of(statement->objectType, statement->relation, statement->object), false, recorder);
    need_named(ObjectKind::Extension, strVal(statement->extname), recorder);
}

void read_comment(const CommentStmt* statement, Recorder& recorder) {
    alter_object(statement->objtype, named_object(statement->objtype, statement->object), false, recorder);
}

void read_security_label(const SecLabelStmt* statement, Recorder& recorder) {
    alter_object(statement->objtype, named_object(statement->objtype, statement->object), false, recorder);
}

void read_alter_routine(const AlterFunctionStmt* statement, Recorder& recorder) {
    const auto* routine = reinterpret_cast<const Node*>(statement->func);
    alter_object(statement->objtype, named_object(statement->objtype, routine), false, recorder);
    for (const DefElem* action : elements<DefElem>(statement->actions))
        if (strcmp(action->defname, "support") == 0) need_function(action->arg, 1, recorder, action->location);
}

}  // namespace strata::sqlread
