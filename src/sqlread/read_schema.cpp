// CREATE SCHEMA and extensions.
#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// CREATE SCHEMA AUTHORIZATION role: the schema has the role's name.
std::string schema_name(const CreateSchemaStmt* statement) {
    if (statement->schemaname != nullptr) return statement->schemaname;
    return statement->authrole->roletype == ROLESPEC_CSTRING ? statement->authrole->rolename : "";
}

bool has_option(const List* options, std::string_view name) {
    for (const DefElem* option : elements<DefElem>(options))
        if (option->defname == name) return true;
    return false;
}

std::string string_option(const List* options, const char* name) {
    for (const DefElem* option : elements<DefElem>(options))
        if (strcmp(option->defname, name) == 0) return text_of(option->arg);
    return {};
}

// The server takes the elements in such an order, whatever the order of the text.
int rank(const Node* element) {
    switch (nodeTag(element)) {
        case T_CreateSeqStmt: return 0;
        case T_CreateStmt: return 1;
        case T_ViewStmt: return 2;
        case T_IndexStmt: return 3;
        case T_CreateTrigStmt: return 4;
        default: return 5;  // GRANT
    }
}
constexpr int ranks = 6;

}  // namespace

// Its elements are created in the new schema, which stands before the path in force.
void read_create_schema(const CreateSchemaStmt* statement, ReadingContext& context, Recorder& recorder) {
    const std::string name = schema_name(statement);
    need_role(statement->authrole, recorder);
    if (name.empty())
        note_unread("CREATE SCHEMA AUTHORIZATION", recorder);
    else
        provide(ObjectKind::Schema, {"", name}, creation(statement->if_not_exists), recorder);
    if (statement->schemaElts == NIL) return;
    recorder.add({.bearing = core::Bearing::EnterPath, .name = name});
    for (int pass = 0; pass < ranks; ++pass)
        for (const Node* element : elements<Node>(statement->schemaElts))
            if (rank(element) == pass) read_statement(element, context, recorder);
    recorder.add({.bearing = core::Bearing::LeavePath});
}

void read_create_extension(const CreateExtensionStmt* statement, Recorder& recorder) {
    const std::string schema = string_option(statement->options, "schema");
    need_named(ObjectKind::Schema, schema.c_str(), recorder);
    core::Mention& extension =
        provide(ObjectKind::Extension, {"", statement->extname}, creation(statement->if_not_exists), recorder);
    extension.origin.schema = schema;
    if (has_option(statement->options, "cascade")) extension.flags |= core::mention_flag::cascade;
}

void read_alter_extension(const AlterExtensionStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Extension, {"", statement->extname}, false, recorder);
}

void read_alter_extension_contents(const AlterExtensionContentsStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Extension, {"", statement->extname}, false, recorder);
    const std::optional<NamedObject> object = named_object(statement->objtype, statement->object);
    if (object && !is_system_object(object->mention)) recorder.add(object->mention, object->location);
}

}  // namespace strata::sqlread
