// Expressions: columns, calls, casts.
#include "sqlread/children.h"
#include "sqlread/constant_names.h"
#include "sqlread/node_lists.h"
#include "sqlread/query_reader.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

using core::ObjectKind;

namespace {

// After FROM, unnest takes any number.
int arguments_of(const FuncCall* call) {
    const bool is_unnest = std::string_view(string_value(llast(call->funcname))) == "unnest";
    return call->agg_within_group || is_unnest ? -1 : list_length(call->args);
}

}  // namespace

void QueryReader::read_values(const List* values, const QueryLevel& level) {
    for (const Node* value : elements<Node>(values)) read_value(value, level);
}

void QueryReader::read_parts(const Node* node, const QueryLevel& level) {
    for (const Node* part : children_of(node)) read_value(part, level);
}

void QueryReader::read_value(const Node* value, const QueryLevel& level) {
    if (value == nullptr || stack_is_too_deep()) return;
    switch (nodeTag(value)) {
        case T_A_Const:
        case T_ParamRef:
        case T_A_Star:
        case T_String:
        case T_SetToDefault:
        case T_Alias: return;
        case T_List: return read_values(as<List>(value), level);
        case T_ColumnRef: return read_column(as<ColumnRef>(value), level);
        case T_FuncCall: return read_call(as<FuncCall>(value), level);
        case T_A_Expr: return read_operation(as<A_Expr>(value), level);
        case T_BoolExpr: return read_values(as<BoolExpr>(value)->args, level);
        case T_TypeCast: return read_cast(as<TypeCast>(value), level);
        case T_TypeName: return read_type(as<TypeName>(value), recorder_);
        case T_ResTarget:
            read_values(as<ResTarget>(value)->indirection, level);
            return read_value(as<ResTarget>(value)->val, level);
        case T_SortBy:
            read_operator(as<SortBy>(value)->useOp, as<SortBy>(value)->location, recorder_);
            return read_value(as<SortBy>(value)->node, level);
        case T_SubLink: return read_sublink(as<SubLink>(value), level);
        case T_CollateClause:
            read_collation(as<CollateClause>(value)->collname, as<CollateClause>(value)->location, recorder_);
            return read_value(as<CollateClause>(value)->arg, level);
        case T_RangeTableFuncCol:
            read_type(as<RangeTableFuncCol>(value)->typeName, recorder_);
            return read_parts(value, level);
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt: return read_query(value, &level);
        default: return read_parts(value, level);
    }
}

void QueryReader::read_sublink(const SubLink* sublink, const QueryLevel& level) {
    read_value(sublink->testexpr, level);
    read_operator(sublink->operName, sublink->location, recorder_);
    read_query(sublink->subselect, &level);
}

void QueryReader::read_operation(const A_Expr* operation, const QueryLevel& level) {
    read_operator(operation->name, operation->location, recorder_);
    read_value(operation->lexpr, level);
    read_value(operation->rexpr, level);
}

// name(row) can be row.name, which can be name(row): the need of a column says both.
bool QueryReader::read_row_call(const FuncCall* call, const QueryLevel& level) {
    if (list_length(call->funcname) != 1 || list_length(call->args) != 1) return false;
    const std::string_view row = bare_column(static_cast<const Node*>(linitial(call->args)));
    if (row.empty() || !names_source(level, row)) return false;
    const char* name = string_value(linitial(call->funcname));
    if (is_system_function(name, 1)) return true;
    const Source* source = find_source(level, {}, row);
    if (source != nullptr) need_column(source->relation(), name, call->location);
    return true;
}

void QueryReader::read_call(const FuncCall* call, const QueryLevel& level) {
    if (!read_row_call(call, level))
        read_function_name(call->funcname, arguments_of(call), call->location, recorder_);
    int known = read_object_arguments(call, recorder_);
    for (const Node* argument : elements<Node>(call->args))
        if (known-- <= 0) read_value(argument, level);
    read_values(call->agg_order, level);
    read_value(call->agg_filter, level);
    read_value(reinterpret_cast<const Node*>(call->over), level);
}

void QueryReader::read_cast(const TypeCast* cast, const QueryLevel& level) {
    read_type(cast->typeName, recorder_);
    if (const char* text = constant_text(cast->arg))
        read_constant_of_type(text, cast->typeName, cast->typeName->location, recorder_);
    else
        read_value(cast->arg, level);
}

void QueryReader::read_column(const ColumnRef* column, const QueryLevel& level) {
    const List* fields = column->fields;
    const int count = list_length(fields);
    const auto* last = static_cast<const Node*>(llast(fields));
    if (!IsA(last, String) || count > 4) return;
    const std::string_view name = string_value(last);
    if (count == 1) {
        if (!recorder_.may_be_variable(name)) need_column_of(relations_with(level, name), name, column->location);
        return;
    }
    const std::string_view qualifier = string_value(list_nth(fields, count - 2));
    const std::string_view schema =
        count == 2 ? std::string_view() : std::string_view(string_value(list_nth(fields, count - 3)));
    if (const Source* source = find_source(level, schema, qualifier))
        need_column(source->relation(), name, column->location);
}

void QueryReader::need_column(core::QualifiedName relation, std::string_view column, int location) {
    if (is_system_column(column)) return;
    recorder_.add({.kind = ObjectKind::Column, .schema = std::move(relation.schema), .name = std::move(relation.name),
                   .member = std::string(column)},
                  location);
}

void QueryReader::need_column_of(std::vector<core::QualifiedName> relations, std::string_view column, int location) {
    if (relations.empty() || is_system_column(column)) return;
    core::Mention mention{.kind = ObjectKind::Column, .schema = std::move(relations.front().schema),
                          .name = std::move(relations.front().name), .member = std::string(column)};
    mention.or_of.assign(std::make_move_iterator(relations.begin() + 1), std::make_move_iterator(relations.end()));
    recorder_.add(std::move(mention), location);
}

namespace {

QueryLevel level_of(const std::vector<NamedRelation>& relations) {
    QueryLevel level;
    for (const NamedRelation& relation : relations) {
        Source source;
        source.kind = Source::Kind::Relation;
        source.schema = relation.name.schema;
        source.name = relation.name.name;
        source.alias = relation.alias.empty() ? source.name : relation.alias;
        level.sources.push_back(source);
    }
    return level;
}

}  // namespace

void read_expression(const Node* expression, const std::vector<NamedRelation>& relations, Recorder& recorder) {
    if (expression == nullptr) return;
    const std::vector<std::string> none;
    const VariableScope columns_only(recorder, &none);
    QueryReader(recorder).read_value(expression, level_of(relations));
}

void read_query(const Node* query, const std::vector<NamedRelation>& relations, Recorder& recorder) {
    const QueryLevel level = level_of(relations);
    QueryReader(recorder).read_query(query, &level);
}

}  // namespace strata::sqlread
