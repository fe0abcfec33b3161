#include "sqlread/query_reader.h"

#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

using core::ObjectKind;

namespace {

core::QualifiedName written(const RangeVar* relation) {
    return {relation->schemaname == nullptr ? "" : relation->schemaname, relation->relname};
}

bool is_system(const RangeVar* relation) {
    return relation->schemaname == nullptr ? is_system_relation(relation->relname)
                                           : is_system_schema(relation->schemaname);
}

}  // namespace

void QueryReader::read_query(const Node* query, const QueryLevel* outer) {
    if (query == nullptr || stack_is_too_deep()) return;
    switch (nodeTag(query)) {
        case T_SelectStmt: return read_select(as<SelectStmt>(query), outer);
        case T_InsertStmt: return read_insert(as<InsertStmt>(query), outer);
        case T_UpdateStmt: return read_update(as<UpdateStmt>(query), outer);
        case T_DeleteStmt: return read_delete(as<DeleteStmt>(query), outer);
        case T_MergeStmt: return read_merge(as<MergeStmt>(query), outer);
        default: return;
    }
}

void QueryReader::read_select(const SelectStmt* select, const QueryLevel* outer) {
    QueryLevel with{outer};
    read_with(select->withClause, with);
    if (select->op != SETOP_NONE) return read_set_operation(select, with);
    QueryLevel level{&with};
    read_from(select->fromClause, level);
    read_values(select->targetList, level);
    read_value(select->whereClause, level);
    read_order(select->groupClause, select->targetList, level);
    read_value(select->havingClause, level);
    read_values(select->windowClause, level);
    read_values(select->valuesLists, level);
    read_order(select->distinctClause, select->targetList, level);
    read_order(select->sortClause, select->targetList, level);
    read_value(select->limitOffset, level);
    read_value(select->limitCount, level);
}

// What follows the last of the queries can name nothing but their output columns.
void QueryReader::read_set_operation(const SelectStmt* select, const QueryLevel& with) {
    read_select(select->larg, &with);
    read_select(select->rarg, &with);
    const QueryLevel result{&with, {Source{}}};
    read_values(select->sortClause, result);
    read_value(select->limitOffset, result);
    read_value(select->limitCount, result);
}

// A bare name can be an output column, whose expression has been read.
void QueryReader::read_order(const List* order, const List* targets, const QueryLevel& level) {
    for (const Node* item : elements<Node>(order)) {
        if (item == nullptr) continue;
        if (IsA(item, GroupingSet)) {
            read_order(as<GroupingSet>(item)->content, targets, level);
            continue;
        }
        if (IsA(item, RowExpr)) {
            read_order(as<RowExpr>(item)->args, targets, level);
            continue;
        }
        const Node* value = IsA(item, SortBy) ? as<SortBy>(item)->node : item;
        const std::string_view name = bare_column(value);
        if (name.empty() || !is_output_name(targets, name)) read_value(item, level);
    }
}

void QueryReader::read_with(const WithClause* with, QueryLevel& level) {
    if (with == nullptr) return;
    if (with->recursive)
        for (const CommonTableExpr* cte : elements<CommonTableExpr>(with->ctes)) level.ctes.push_back(cte);
    for (const CommonTableExpr* cte : elements<CommonTableExpr>(with->ctes)) {
        read_query(cte->ctequery, &level);
        if (!with->recursive) level.ctes.push_back(cte);
    }
}

// The target of a change is a relation even where a CTE has its name.
void QueryReader::add_target(const RangeVar* target, QueryLevel& level) {
    read_relation(target, ObjectKind::Relation, recorder_);
    Source source;
    source.kind = is_system(target) ? Source::Kind::Unknown : Source::Kind::Relation;
    source.alias = target->alias == nullptr ? target->relname : target->alias->aliasname;
    if (target->schemaname != nullptr) source.schema = target->schemaname;
    source.name = target->relname;
    level.sources.push_back(source);
}

void QueryReader::read_assignments(const List* assignments, const RangeVar* target, const QueryLevel& level) {
    const bool has_known_columns = !is_system(target);
    for (const ResTarget* assignment : elements<ResTarget>(assignments)) {
        if (has_known_columns && assignment->name != nullptr)
            need_column(written(target), assignment->name, assignment->location);
        read_values(assignment->indirection, level);
        const Node* value = assignment->val;
        const bool is_read = value != nullptr && IsA(value, MultiAssignRef) && as<MultiAssignRef>(value)->colno > 1;
        if (!is_read) read_value(value, level);
    }
}

// The target is the first source.
void QueryReader::read_returning(const List* values, const pg::ReturningNames& names, QueryLevel& level) {
    for (const char* name : {names.before, names.after}) {
        if (values == NIL || name == nullptr) continue;
        Source row = level.sources.front();
        row.alias = name;
        level.sources.push_back(row);
    }
    read_values(values, level);
}

void QueryReader::read_insert(const InsertStmt* insert, const QueryLevel* outer) {
    QueryLevel with{outer};
    read_with(insert->withClause, with);
    QueryLevel level{&with};
    add_target(insert->relation, level);
    read_assignments(insert->cols, insert->relation, with);
    read_query(insert->selectStmt, &with);
    if (insert->onConflictClause != nullptr) read_conflict(insert->onConflictClause, insert->relation, level);
    read_returning(pg::returning_list(insert), pg::returning_names(insert), level);
}

void QueryReader::read_conflict(const OnConflictClause* conflict, const RangeVar* target, QueryLevel& level) {
    if (conflict->infer != nullptr) read_inference(conflict->infer, target, level);
    Source excluded = level.sources.back();
    excluded.alias = "excluded";
    level.sources.push_back(excluded);
    read_assignments(conflict->targetList, target, level);
    read_value(conflict->whereClause, level);
    level.sources.pop_back();
}

// ON CONFLICT (column, expression) WHERE ..., or ON CONSTRAINT name
void QueryReader::read_inference(const InferClause* infer, const RangeVar* target, const QueryLevel& level) {
    const bool has_known_parts = !is_system(target);
    for (const IndexElem* element : elements<IndexElem>(infer->indexElems)) {
        if (element->name != nullptr && has_known_parts) need_column(written(target), element->name, infer->location);
        read_value(element->expr, level);
    }
    read_value(infer->whereClause, level);
    if (infer->conname == nullptr || !has_known_parts) return;
    core::QualifiedName of = written(target);
    recorder_.add({.kind = ObjectKind::Constraint, .schema = std::move(of.schema), .name = std::move(of.name),
                   .member = infer->conname},
                  infer->location);
}

void QueryReader::read_update(const UpdateStmt* update, const QueryLevel* outer) {
    QueryLevel with{outer};
    read_with(update->withClause, with);
    QueryLevel level{&with};
    add_target(update->relation, level);
    read_from(update->fromClause, level);
    read_assignments(update->targetList, update->relation, level);
    read_value(update->whereClause, level);
    read_returning(pg::returning_list(update), pg::returning_names(update), level);
}

void QueryReader::read_delete(const DeleteStmt* statement, const QueryLevel* outer) {
    QueryLevel with{outer};
    read_with(statement->withClause, with);
    QueryLevel level{&with};
    add_target(statement->relation, level);
    read_from(statement->usingClause, level);
    read_value(statement->whereClause, level);
    read_returning(pg::returning_list(statement), pg::returning_names(statement), level);
}

void QueryReader::read_merge(const MergeStmt* merge, const QueryLevel* outer) {
    QueryLevel with{outer};
    read_with(merge->withClause, with);
    QueryLevel level{&with};
    add_target(merge->relation, level);
    read_from_item(merge->sourceRelation, level);
    read_value(merge->joinCondition, level);
    for (const MergeWhenClause* action : elements<MergeWhenClause>(merge->mergeWhenClauses))
        read_merge_action(action, merge->relation, level);
    read_returning(pg::returning_list(merge), pg::returning_names(merge), level);
}

void QueryReader::read_merge_action(const MergeWhenClause* action, const RangeVar* target, const QueryLevel& level) {
    read_value(action->condition, level);
    read_assignments(action->targetList, target, level);
    read_values(action->values, level);
}

void read_query(const Node* query, Recorder& recorder) { QueryReader(recorder).read_query(query, nullptr); }

}  // namespace strata::sqlread
