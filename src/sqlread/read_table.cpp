// CREATE TABLE and CREATE FOREIGN TABLE.
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/statement_readers.h"
#include "sqlread/table_definition.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

constexpr bits32 copied_under_unknown_names = CREATE_TABLE_LIKE_INDEXES | CREATE_TABLE_LIKE_CONSTRAINTS |
                                              CREATE_TABLE_LIKE_STATISTICS | CREATE_TABLE_LIKE_IDENTITY;

void need_what_columns_need(const CreateStmt* statement, TableDefinition& table, Recorder& recorder) {
    for (const RangeVar* parent : elements<RangeVar>(statement->inhRelations))
        read_relation(parent, ObjectKind::Table, recorder);
    if (statement->ofTypename != nullptr) read_type(statement->ofTypename, recorder);
    for (const Node* element : elements<Node>(statement->tableElts)) {
        if (IsA(element, ColumnDef)) table.need_types(as<ColumnDef>(element));
        if (IsA(element, TableLikeClause))
            read_relation(as<TableLikeClause>(element)->relation, ObjectKind::Relation, recorder);
    }
}

void provide_copied_columns(const TableLikeClause* like, const core::QualifiedName& table, const Creation& how,
                            Recorder& recorder) {
    const int location = like->relation->location;
    provide_member(ObjectKind::Column, table, "*", how, recorder, location).origin = name_of(like->relation);
    if ((like->options & copied_under_unknown_names) != 0)
        note_unread("LIKE ... INCLUDING INDEXES", recorder, location);
}

// Columns of parents can change with them later on.
void provide_columns(const CreateStmt* statement, TableDefinition& table, const Creation& how, Recorder& recorder) {
    if (statement->inhRelations != NIL || statement->ofTypename != nullptr)
        provide_open_columns(table.name(), how, recorder);
    for (const Node* element : elements<Node>(statement->tableElts)) {
        if (IsA(element, TableLikeClause))
            provide_copied_columns(as<TableLikeClause>(element), table.name(), how, recorder);
        else if (IsA(element, ColumnDef) && as<ColumnDef>(element)->typeName != nullptr)
            table.provide_column(as<ColumnDef>(element), how);
        else if (IsA(element, ColumnDef) && statement->partbound != nullptr)
            need_column(name_of(static_cast<RangeVar*>(linitial(statement->inhRelations))),
                        as<ColumnDef>(element)->colname, recorder, as<ColumnDef>(element)->location);
    }
}

void read_constraints(const CreateStmt* statement, TableDefinition& table) {
    for (const Node* element : elements<Node>(statement->tableElts)) {
        if (IsA(element, ColumnDef)) table.read_column_parts(as<ColumnDef>(element));
        if (IsA(element, Constraint)) table.read_constraint(as<Constraint>(element), nullptr);
    }
    table.provide_keys();
}

void read_partition_key(const PartitionSpec* key, const core::QualifiedName& table, Recorder& recorder) {
    if (key == nullptr) return;
    for (const PartitionElem* part : elements<PartitionElem>(key->partParams)) {
        if (part->name != nullptr) need_column(table, part->name, recorder, part->location);
        read_expression(part->expr, {{table, {}}}, recorder);
        read_collation(part->collation, part->location, recorder);
        if (part->opclass != NIL) need_operator_class(part->opclass, "btree", recorder, part->location);
    }
}

void read_partition_bound(const PartitionBoundSpec* bound, Recorder& recorder) {
    if (bound == nullptr) return;
    for (const List* values : {bound->listdatums, bound->lowerdatums, bound->upperdatums})
        for (const Node* value : elements<Node>(values))
            if (!IsA(value, ColumnRef)) read_expression(value, {}, recorder);  // MINVALUE and MAXVALUE are such
}

void read_table(const CreateStmt* statement, ObjectKind kind, Recorder& recorder) {
    const Creation how = creation(statement->if_not_exists);
    TableDefinition table(statement->relation, how, recorder);
    need_schema_of(table.name(), recorder, statement->relation->location);
    need_what_columns_need(statement, table, recorder);
    provide(kind, table.name(), how, recorder, statement->relation->location);
    provide_columns(statement, table, how, recorder);
    read_constraints(statement, table);
    read_partition_key(statement->partspec, table.name(), recorder);
    read_partition_bound(statement->partbound, recorder);
    need_access_method(statement->accessMethod, recorder);
    need_tablespace(statement->tablespacename, recorder);
}

}  // namespace

void read_create_table(const CreateStmt* statement, Recorder& recorder) {
    read_table(statement, ObjectKind::Table, recorder);
}

void read_create_foreign_table(const CreateForeignTableStmt* statement, Recorder& recorder) {
    need_named(ObjectKind::ForeignServer, statement->servername, recorder);
    read_table(&statement->base, ObjectKind::ForeignTable, recorder);
}

}  // namespace strata::sqlread
