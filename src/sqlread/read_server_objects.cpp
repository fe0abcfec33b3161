// What is known beyond one schema: foreign data, replication, languages, access methods, databases, tablespaces, and
// text search as it is altered.
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

void need_handlers(const List* options, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(options))
        need_function(option->arg, strcmp(option->defname, "validator") == 0 ? 2 : 0, recorder, option->location);
}

core::QualifiedName mapping_name(const RoleSpec* user, const char* server) {
    const bool named = user->roletype == ROLESPEC_CSTRING;
    const std::string role = named ? user->rolename : user->roletype == ROLESPEC_PUBLIC ? "public" : "current_user";
    return {"", "FOR " + role + " SERVER " + server};
}

void read_publication_table(const PublicationTable* published, Recorder& recorder) {
    const core::QualifiedName table = name_of(published->relation);
    read_relation(published->relation, ObjectKind::Table, recorder);
    need_columns(table, published->columns, recorder, published->relation->location);
    read_expression(published->whereClause, {{table, {}}}, recorder);
}

void read_publication_objects(const List* objects, Recorder& recorder) {
    for (const PublicationObjSpec* object : elements<PublicationObjSpec>(objects)) {
        if (object->pubtable != nullptr) read_publication_table(object->pubtable, recorder);
        if (object->pubobjtype == PUBLICATIONOBJ_TABLES_IN_SCHEMA)
            need_named(ObjectKind::Schema, object->name, recorder, object->location);
    }
}

void drop_named(ObjectKind kind, const char* name, bool if_exists, Recorder& recorder) {
    recorder.add(weakened({.bearing = core::Bearing::Drops, .kind = kind, .name = name}, if_exists));
}

void need_database_options(const List* options, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(options)) {
        const std::string value = text_of(option->arg);
        const std::string_view name = option->defname;
        if (name == "owner") need_named(ObjectKind::Role, value.c_str(), recorder, option->location);
        if (name == "template") need_named(ObjectKind::Database, value.c_str(), recorder, option->location);
        if (name == "tablespace") need_tablespace(value.c_str(), recorder, option->location);
    }
}

}  // namespace

void read_create_foreign_data_wrapper(const CreateFdwStmt* statement, Recorder& recorder) {
    need_handlers(statement->func_options, recorder);
    provide(ObjectKind::ForeignDataWrapper, {"", statement->fdwname}, {}, recorder);
}

void read_alter_foreign_data_wrapper(const AlterFdwStmt* statement, Recorder& recorder) {
    alter(ObjectKind::ForeignDataWrapper, {"", statement->fdwname}, false, recorder);
    need_handlers(statement->func_options, recorder);
}

void read_create_server(const CreateForeignServerStmt* statement, Recorder& recorder) {
    need_named(ObjectKind::ForeignDataWrapper, statement->fdwname, recorder);
    provide(ObjectKind::ForeignServer, {"", statement->servername}, creation(statement->if_not_exists), recorder);
}

void read_alter_server(const AlterForeignServerStmt* statement, Recorder& recorder) {
    alter(ObjectKind::ForeignServer, {"", statement->servername}, false, recorder);
}

void read_create_user_mapping(const CreateUserMappingStmt* statement, Recorder& recorder) {
    need_role(statement->user, recorder);
    need_named(ObjectKind::ForeignServer, statement->servername, recorder);
    provide(ObjectKind::UserMapping, mapping_name(statement->user, statement->servername),
            creation(statement->if_not_exists), recorder);
}

void read_alter_user_mapping(const AlterUserMappingStmt* statement, Recorder& recorder) {
    alter(ObjectKind::UserMapping, mapping_name(statement->user, statement->servername), false, recorder);
}

void read_drop_user_mapping(const DropUserMappingStmt* statement, Recorder& recorder) {
    drop_named(ObjectKind::UserMapping, mapping_name(statement->user, statement->servername).name.c_str(),
               statement->missing_ok, recorder);
}

// Which tables the other server has, only it knows.
void read_import_foreign_schema(const ImportForeignSchemaStmt* statement, Recorder& recorder) {
    need_named(ObjectKind::ForeignServer, statement->server_name, recorder);
    need_named(ObjectKind::Schema, statement->local_schema, recorder);
    note_unread("IMPORT FOREIGN SCHEMA", recorder);
    if (statement->list_type != FDW_IMPORT_SCHEMA_LIMIT_TO) return;
    const Creation perhaps{core::Strength::Conditional, 0};
    for (const RangeVar* table : elements<RangeVar>(statement->table_list)) {
        const core::QualifiedName name{statement->local_schema, table->relname};
        provide(ObjectKind::ForeignTable, name, perhaps, recorder, table->location);
        provide_open_columns(name, perhaps, recorder, table->location);
    }
}

void read_create_publication(const CreatePublicationStmt* statement, Recorder& recorder) {
    read_publication_objects(statement->pubobjects, recorder);
    provide(ObjectKind::Publication, {"", statement->pubname}, {}, recorder);
}

void read_alter_publication(const AlterPublicationStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Publication, {"", statement->pubname}, false, recorder);
    read_publication_objects(statement->pubobjects, recorder);
}

void read_create_subscription(const CreateSubscriptionStmt* statement, Recorder& recorder) {
    provide(ObjectKind::Subscription, {"", statement->subname}, {}, recorder);
}

void read_alter_subscription(const AlterSubscriptionStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Subscription, {"", statement->subname}, false, recorder);
}

void read_drop_subscription(const DropSubscriptionStmt* statement, Recorder& recorder) {
    drop_named(ObjectKind::Subscription, statement->subname, statement->missing_ok, recorder);
}

void read_create_language(const CreatePLangStmt* statement, Recorder& recorder) {
    if (statement->plhandler != NIL) read_function_name(statement->plhandler, 0, -1, recorder);
    if (statement->plinline != NIL) read_function_name(statement->plinline, 1, -1, recorder);
    if (statement->plvalidator != NIL) read_function_name(statement->plvalidator, 1, -1, recorder);
    provide(ObjectKind::Language, {"", statement->plname}, creation(false, statement->replace), recorder);
}

void read_create_access_method(const CreateAmStmt* statement, Recorder& recorder) {
    read_function_name(statement->handler_name, 1, -1, recorder);
    provide(ObjectKind::AccessMethod, {"", statement->amname}, {}, recorder);
}

void read_create_database(const CreatedbStmt* statement, Recorder& recorder) {
    need_database_options(statement->options, recorder);
    provide(ObjectKind::Database, {"", statement->dbname}, {}, recorder);
}

void read_alter_database(const AlterDatabaseStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Database, {"", statement->dbname}, false, recorder);
    need_database_options(statement->options, recorder);
}

void read_alter_database_setting(const AlterDatabaseSetStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Database, {"", statement->dbname}, false, recorder);
}

void read_refresh_database_collation(const AlterDatabaseRefreshCollStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Database, {"", statement->dbname}, false, recorder);
}

void read_drop_database(const DropdbStmt* statement, Recorder& recorder) {
    drop_named(ObjectKind::Database, statement->dbname, statement->missing_ok, recorder);
}

void read_create_tablespace(const CreateTableSpaceStmt* statement, Recorder& recorder) {
    need_role(statement->owner, recorder);
    provide(ObjectKind::Tablespace, {"", statement->tablespacename}, {}, recorder);
}

void read_alter_tablespace(const AlterTableSpaceOptionsStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Tablespace, {"", statement->tablespacename}, false, recorder);
}

void read_drop_tablespace(const DropTableSpaceStmt* statement, Recorder& recorder) {
    drop_named(ObjectKind::Tablespace, statement->tablespacename, statement->missing_ok, recorder);
}

void read_alter_text_search_dictionary(const AlterTSDictionaryStmt* statement, Recorder& recorder) {
    alter(ObjectKind::TextSearchDictionary, name_of(statement->dictname), false, recorder);
}

void read_alter_text_search_configuration(const AlterTSConfigurationStmt* statement, Recorder& recorder) {
    alter(ObjectKind::TextSearchConfiguration, name_of(statement->cfgname), false, recorder);
    for (const List* dictionary : elements<List>(statement->dicts))
        need_text_search(ObjectKind::TextSearchDictionary, dictionary, recorder);
}

}  // namespace strata::sqlread
