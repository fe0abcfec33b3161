// Statements that work on what is there: COPY, TRUNCATE, LOCK, VACUUM, CLUSTER, REINDEX, REFRESH, EXPLAIN, PREPARE,
// EXECUTE, DECLARE, CALL.
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// FORCE_QUOTE (columns) and its like.
void need_columns_of_options(const CopyStmt* statement, const core::QualifiedName& table, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(statement->options))
        if (strncmp(option->defname, "force_", 6) == 0 && option->arg != nullptr && IsA(option->arg, List))
            need_columns(table, as<List>(option->arg), recorder, option->location);
}

bool runs(const ExplainStmt* statement) {
    for (const DefElem* option : elements<DefElem>(statement->options)) {
        if (strcmp(option->defname, "analyze") != 0) continue;
        const std::string value = text_of(option->arg);
        return value != "false" && value != "off" && value != "0";
    }
    return false;
}

void read_call(const FuncCall* call, Recorder& recorder) {
    for (const Node* argument : elements<Node>(call->args)) read_expression(argument, {}, recorder);
    const core::QualifiedName name = name_of(call->funcname);
    const std::int16_t arguments =
        call->func_variadic ? std::int16_t{-1} : static_cast<std::int16_t>(list_length(call->args));
    recorder.add({.kind = ObjectKind::Procedure,
                  .schema = name.schema,
                  .name = name.name,
                  .fewest = arguments,
                  .most = arguments},
                 call->location);
}

}  // namespace

void read_copy(const CopyStmt* statement, Recorder& recorder) {
    if (statement->query != nullptr) read_query(statement->query, recorder);
    if (statement->relation == nullptr) return;
    const core::QualifiedName table = name_of(statement->relation);
    read_relation(statement->relation, ObjectKind::Relation, recorder);
    need_columns(table, statement->attlist, recorder, statement->relation->location);
    need_columns_of_options(statement, table, recorder);
    read_expression(statement->whereClause, {{table, {}}}, recorder);
}

void read_truncate(const TruncateStmt* statement, Recorder& recorder) {
    for (const RangeVar* table : elements<RangeVar>(statement->relations))
        read_relation(table, ObjectKind::Relation, recorder);
}

void read_lock(const LockStmt* statement, Recorder& recorder) {
    for (const RangeVar* table : elements<RangeVar>(statement->relations))
        read_relation(table, ObjectKind::Relation, recorder);
}

void read_vacuum(const VacuumStmt* statement, Recorder& recorder) {
    for (const VacuumRelation* target : elements<VacuumRelation>(statement->rels)) {
        if (target->relation == nullptr) continue;
        read_relation(target->relation, ObjectKind::Relation, recorder);
        need_columns(name_of(target->relation), target->va_cols, recorder, target->relation->location);
    }
}

void read_cluster(const ClusterStmt* statement, Recorder& recorder) {
    if (statement->relation == nullptr) return;
    read_relation(statement->relation, ObjectKind::Relation, recorder);
    if (statement->indexname != nullptr)
        need(ObjectKind::Index, {name_of(statement->relation).schema, statement->indexname}, recorder,
             statement->relation->location);
}

void read_reindex(const ReindexStmt* statement, Recorder& recorder) {
    if (statement->relation != nullptr)
        read_relation(statement->relation,
                      statement->kind == REINDEX_OBJECT_INDEX ? ObjectKind::Index : ObjectKind::Relation, recorder);
    if (statement->kind == REINDEX_OBJECT_SCHEMA) need_named(ObjectKind::Schema, statement->name, recorder);
}

void read_refresh(const RefreshMatViewStmt* statement, Recorder& recorder) {
    read_relation(statement->relation, ObjectKind::MaterializedView, recorder);
}

// Without ANALYZE nothing that the statement would create is created.
void read_explain(const ExplainStmt* statement, ReadingContext& context, Recorder& recorder) {
    const Node* explained = statement->query;
    if (runs(statement)) return read_statement(explained, context, recorder);
    if (IsA(explained, CreateTableAsStmt)) explained = as<CreateTableAsStmt>(explained)->query;
    if (IsA(explained, ExecuteStmt)) return read_execute(as<ExecuteStmt>(explained), recorder);
    if (!IsA(explained, DeclareCursorStmt)) return read_query(explained, recorder);
    read_query(as<DeclareCursorStmt>(explained)->query, recorder);
}

void read_prepare(const PrepareStmt* statement, Recorder& recorder) {
    for (const TypeName* type : elements<TypeName>(statement->argtypes)) read_type(type, recorder);
    read_query(statement->query, recorder);
}

void read_execute(const ExecuteStmt* statement, Recorder& recorder) {
    for (const Node* value : elements<Node>(statement->params)) read_expression(value, {}, recorder);
}

void read_declare_cursor(const DeclareCursorStmt* statement, Recorder& recorder) {
    read_query(statement->query, recorder);
}

void read_call_statement(const CallStmt* statement, Recorder& recorder) { read_call(statement->funccall, recorder); }

}  // namespace strata::sqlread
