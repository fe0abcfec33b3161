// Indexes and statistics objects.
#include "sqlread/implicit_names.h"
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;
namespace flag = core::mention_flag;

std::vector<std::string> names_of_columns(const std::vector<const IndexElem*>& columns) {
    std::vector<std::string> names;
    for (const IndexElem* column : columns) names.push_back(index_column(column));
    return numbered(names);
}

std::vector<std::string> statistics_columns(const CreateStatsStmt* statement) {
    std::vector<std::string> columns;
    for (const StatsElem* part : elements<StatsElem>(statement->exprs))
        columns.emplace_back(part->name == nullptr ? "expr" : part->name);
    return columns;
}

void need_statistics_parts(const CreateStatsStmt* statement, const core::QualifiedName& table, Recorder& recorder) {
    for (const StatsElem* part : elements<StatsElem>(statement->exprs)) {
        if (part->name != nullptr) need_column(table, part->name, recorder);
        read_expression(part->expr, {{table, {}}}, recorder);
    }
}

}  // namespace

void read_create_index(const IndexStmt* statement, Recorder& recorder) {
    const core::QualifiedName table = name_of(statement->relation);
    const int location = statement->relation->location;
    std::vector<const IndexElem*> columns;
    for (const List* list : {statement->indexParams, statement->indexIncludingParams})
        for (const IndexElem* column : elements<IndexElem>(list)) columns.push_back(column);

    read_relation(statement->relation, ObjectKind::Table, recorder);
    for (const IndexElem* column : columns)
        need_index_column(column, table, statement->accessMethod, recorder, location);
    read_expression(statement->whereClause, {{table, {}}}, recorder);
    need_access_method(statement->accessMethod, recorder, location);
    need_tablespace(statement->tableSpace, recorder, location);

    Creation how = creation(statement->if_not_exists);
    std::string name = text_of(statement->idxname);
    if (name.empty()) {
        how = how.with(flag::chosen);
        name = object_name(table.name, joined_columns(names_of_columns(columns)), "idx");
    }
    provide(ObjectKind::Index, {schema_of_indexes(table), name}, how, recorder).origin = table;
}

void read_create_statistics(const CreateStatsStmt* statement, Recorder& recorder) {
    core::QualifiedName table;
    for (const Node* source : elements<Node>(statement->relations)) {
        if (!IsA(source, RangeVar)) continue;
        table = name_of(as<RangeVar>(source));
        read_relation(as<RangeVar>(source), ObjectKind::Relation, recorder);
    }
    need_statistics_parts(statement, table, recorder);
    const Creation how = creation(statement->if_not_exists);
    if (statement->defnames != NIL) {
        const core::QualifiedName name = name_of(statement->defnames);
        need_schema_of(name, recorder);
        provide(ObjectKind::Statistics, name, how, recorder);
    } else {
        const std::string name = object_name(table.name, joined_columns(statistics_columns(statement)), "stat");
        provide(ObjectKind::Statistics, {table.schema, name}, how.with(flag::chosen), recorder).origin = table;
    }
}

void read_alter_statistics(const AlterStatsStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Statistics, name_of(statement->defnames), statement->missing_ok, recorder);
}

}  // namespace strata::sqlread
