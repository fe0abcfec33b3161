// Objects made of a query: views, materialized views, CREATE TABLE AS, SELECT INTO.
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

bool is_star(const Node* target) {
    const Node* value = as<ResTarget>(target)->val;
    if (value == nullptr || !IsA(value, ColumnRef)) return false;
    const List* fields = as<ColumnRef>(value)->fields;
    return list_length(fields) == 1 && IsA(static_cast<Node*>(linitial(fields)), A_Star);
}

// The relation of SELECT * FROM relation, whatever rows it chooses.
const RangeVar* relation_copied(const Node* query) {
    if (query == nullptr || !IsA(query, SelectStmt)) return nullptr;
    const auto* select = as<SelectStmt>(query);
    if (select->op != SETOP_NONE || select->withClause != nullptr) return nullptr;
    if (list_length(select->targetList) != 1 || list_length(select->fromClause) != 1) return nullptr;
    const auto* source = static_cast<const Node*>(linitial(select->fromClause));
    if (!IsA(source, RangeVar) || !is_star(static_cast<const Node*>(linitial(select->targetList)))) return nullptr;
    const auto* relation = as<RangeVar>(source);
    return relation->alias != nullptr && relation->alias->colnames != NIL ? nullptr : relation;
}

// `aliases` rename the query's first columns.
void provide_columns(const core::QualifiedName& name, const List* aliases, const Node* query, const Creation& how,
                     Recorder& recorder, int location) {
    std::vector<std::string> columns = texts_of(aliases);
    if (const auto found = query == nullptr ? std::nullopt : output_columns(query)) {
        for (std::size_t i = columns.size(); i < found->size(); ++i) columns.push_back((*found)[i]);
        for (const std::string& column : columns)
            provide_member(ObjectKind::Column, name, column, how, recorder, location);
        return;
    }
    for (const std::string& column : columns)
        provide_member(ObjectKind::Column, name, column, how, recorder, location);
    core::Mention& rest = provide_member(ObjectKind::Column, name, "*", how, recorder, location);
    const RangeVar* copied = columns.empty() ? relation_copied(query) : nullptr;
    if (copied != nullptr) rest.origin = name_of(copied);
}

const SelectStmt* leftmost(const SelectStmt* select) {
    while (select->op != SETOP_NONE) select = select->larg;
    return select;
}

void provide_into(const IntoClause* into, ObjectKind kind, const Node* query, const Creation& how,
                  Recorder& recorder) {
    const core::QualifiedName name = name_of(into->rel);
    const int location = into->rel->location;
    need_schema_of(name, recorder, location);
    need_access_method(into->accessMethod, recorder, location);
    need_tablespace(into->tableSpaceName, recorder, location);
    provide(kind, name, how, recorder, location);
    provide_columns(name, into->colNames, query, how, recorder, location);
}

}  // namespace

void read_create_view(const ViewStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->view);
    const Creation how = creation(false, statement->replace);
    const int location = statement->view->location;
    need_schema_of(name, recorder, location);
    read_query(statement->query, recorder);
    provide(ObjectKind::View, name, how, recorder, location);
    provide_columns(name, statement->aliases, statement->query, how, recorder, location);
}

void read_create_table_as(const CreateTableAsStmt* statement, Recorder& recorder) {
    const Node* query = statement->query;
    const bool executes = IsA(query, ExecuteStmt);
    if (executes)
        for (const Node* value : elements<Node>(as<ExecuteStmt>(query)->params)) read_expression(value, {}, recorder);
    else
        read_query(query, recorder);
    const ObjectKind kind = statement->objtype == OBJECT_MATVIEW ? ObjectKind::MaterializedView : ObjectKind::Table;
    provide_into(statement->into, kind, executes ? nullptr : query, creation(statement->if_not_exists), recorder);
}

void read_select(const SelectStmt* statement, Recorder& recorder) {
    const auto* query = reinterpret_cast<const Node*>(statement);
    read_query(query, recorder);
    const IntoClause* into = leftmost(statement)->intoClause;
    if (into != nullptr) provide_into(into, ObjectKind::Table, query, {}, recorder);
}

}  // namespace strata::sqlread
