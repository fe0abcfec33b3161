// The walk behind read_query() and read_expression().
#pragma once

#include "pg/compat.h"
#include "sqlread/query_scope.h"
#include "sqlread/recorder.h"

namespace strata::sqlread {

class QueryReader {
public:
    explicit QueryReader(Recorder& recorder) : recorder_(recorder) {}

    // query_reader.cpp
    void read_query(const Node* query, const QueryLevel* outer);

    // expression_reader.cpp; null is nothing to read
    void read_value(const Node* value, const QueryLevel& level);
    void read_values(const List* values, const QueryLevel& level);

private:
    void read_select(const SelectStmt* select, const QueryLevel* outer);
    void read_insert(const InsertStmt* insert, const QueryLevel* outer);
    void read_update(const UpdateStmt* update, const QueryLevel* outer);
    void read_delete(const DeleteStmt* statement, const QueryLevel* outer);
    void read_merge(const MergeStmt* merge, const QueryLevel* outer);
    void read_set_operation(const SelectStmt* select, const QueryLevel& with);
    void read_conflict(const OnConflictClause* conflict, const RangeVar* target, QueryLevel& level);
    void read_inference(const InferClause* infer, const RangeVar* target, const QueryLevel& level);
    void read_merge_action(const MergeWhenClause* action, const RangeVar* target, const QueryLevel& level);
    void read_with(const WithClause* with, QueryLevel& level);
    void read_order(const List* order, const List* targets, const QueryLevel& level);
    void add_target(const RangeVar* target, QueryLevel& level);
    void read_returning(const List* values, const pg::ReturningNames& names, QueryLevel& level);
    // SET a = ..., and the columns of INSERT: those of `target`.
    void read_assignments(const List* assignments, const RangeVar* target, const QueryLevel& level);

    // from_reader.cpp
    void read_from(const List* items, QueryLevel& level);
    void read_from_item(const Node* item, QueryLevel& level);
    void read_named_source(const RangeVar* relation, QueryLevel& level);
    void read_subquery(const RangeSubselect* subquery, QueryLevel& level);
    void read_function_source(const RangeFunction* functions, QueryLevel& level);
    void read_join(const JoinExpr* join, QueryLevel& level);
    void need_joined_column(std::string_view column, std::span<const Source> sources, int location);

    // expression_reader.cpp
    void read_column(const ColumnRef* column, const QueryLevel& level);
    void read_call(const FuncCall* call, const QueryLevel& level);
    bool read_row_call(const FuncCall* call, const QueryLevel& level);
    void read_operation(const A_Expr* operation, const QueryLevel& level);
    void read_cast(const TypeCast* cast, const QueryLevel& level);
    void read_sublink(const SubLink* sublink, const QueryLevel& level);
    void read_parts(const Node* node, const QueryLevel& level);
    void need_column(core::QualifiedName relation, std::string_view column, int location);
    // Of one of these; none is no need.
    void need_column_of(std::vector<core::QualifiedName> relations, std::string_view column, int location);

    Recorder& recorder_;
};

}  // namespace strata::sqlread
