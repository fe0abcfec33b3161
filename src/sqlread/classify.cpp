#include "sqlread/classify.h"

#include "pg/guard.h"
#include "sqlread/hazard.h"
#include "sqlread/own_call.h"

extern "C" {
#include "commands/extension.h"
#include "tcop/utility.h"
}

namespace strata::sqlread {

namespace {

using Kind = core::StatementKind;

Kind transaction_kind(const TransactionStmt* statement) {
    switch (statement->kind) {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START: return statement->options == NIL ? Kind::Begin : Kind::BeginWithOptions;
        case TRANS_STMT_COMMIT: return statement->chain ? Kind::OtherTransactionControl : Kind::Commit;
        case TRANS_STMT_ROLLBACK: return statement->chain ? Kind::OtherTransactionControl : Kind::Rollback;
        default: return Kind::OtherTransactionControl;
    }
}

// SET TRANSACTION can only be the first statement of a transaction; here it never is.
bool sets_transaction(const VariableSetStmt* statement) {
    return statement->kind == VAR_SET_MULTI && statement->name != nullptr &&
           std::string_view(statement->name) != "SESSION CHARACTERISTICS";
}

Kind copy_kind(const CopyStmt* statement) {
    if (statement->filename != nullptr) return Kind::Other;
    return statement->is_from ? Kind::CopyFromStdin : Kind::CopyToStdout;
}

std::string_view string_value(Node* node) { return IsA(node, String) ? strVal(node) : ""; }

bool drops_own(const DropStmt* statement, const OwnNames& own) {
    if (statement->removeType != OBJECT_EXTENSION && statement->removeType != OBJECT_SCHEMA) return false;
    for (int i = 0; i < list_length(statement->objects); ++i) {
        const auto name = string_value(static_cast<Node*>(list_nth(statement->objects, i)));
        if (statement->removeType == OBJECT_EXTENSION && name == own.extension) return true;
        if (statement->removeType == OBJECT_SCHEMA)
            for (const std::string& schema : own.schemas)
                if (name == schema) return true;
    }
    return false;
}

Kind kind_of(const Node* node, const OwnNames& own) {
    switch (nodeTag(node)) {
        case T_TransactionStmt: return transaction_kind(reinterpret_cast<const TransactionStmt*>(node));
        case T_VariableSetStmt:
            return sets_transaction(reinterpret_cast<const VariableSetStmt*>(node)) ? Kind::OtherTransactionControl
                                                                                    : Kind::Other;
        case T_CopyStmt: return copy_kind(reinterpret_cast<const CopyStmt*>(node));
        case T_DiscardStmt:
            return reinterpret_cast<const DiscardStmt*>(node)->target == DISCARD_ALL ? Kind::DiscardsSession
                                                                                     : Kind::Other;
        case T_DropStmt:
            return drops_own(reinterpret_cast<const DropStmt*>(node), own) ? Kind::DropsExtension : Kind::Other;
        default: return own_function_called(node, own.schemas) != nullptr ? Kind::OwnFunctionCall : Kind::Other;
    }
}

// Where the command tag says too little.
std::string transaction_label(const Node* node) {
    if (!IsA(node, TransactionStmt)) return "SET TRANSACTION";
    const auto* statement = reinterpret_cast<const TransactionStmt*>(node);
    switch (statement->kind) {
        case TRANS_STMT_BEGIN:
        case TRANS_STMT_START: return statement->options == NIL ? "BEGIN" : "BEGIN with options";
        case TRANS_STMT_COMMIT: return statement->chain ? "COMMIT AND CHAIN" : "COMMIT";
        case TRANS_STMT_ROLLBACK: return statement->chain ? "ROLLBACK AND CHAIN" : "ROLLBACK";
        case TRANS_STMT_ROLLBACK_TO: return "ROLLBACK TO SAVEPOINT";
        default: return pg::call([&] { return GetCommandTagName(CreateCommandTag(const_cast<Node*>(node))); });
    }
}

std::string label_of(const Node* node, Kind kind, const std::string& hazard, const OwnNames& own) {
    if (!hazard.empty()) return hazard;
    switch (kind) {
        case Kind::Begin:
        case Kind::BeginWithOptions:
        case Kind::Commit:
        case Kind::Rollback:
        case Kind::OtherTransactionControl: return transaction_label(node);
        case Kind::CopyFromStdin: return "COPY FROM STDIN";
        case Kind::CopyToStdout: return "COPY TO STDOUT";
        case Kind::OwnFunctionCall: return std::string(own_function_called(node, own.schemas)) + "()";
        default: return pg::call([&] { return GetCommandTagName(CreateCommandTag(const_cast<Node*>(node))); });
    }
}

// What a CALL or DO runs may commit; the others refuse a transaction for some objects: partitioned tables, a
// subscription with a slot.
bool may_need_top_level(const Node* node) {
    switch (nodeTag(node)) {
        case T_CallStmt:
        case T_DoStmt:
        case T_ReindexStmt:
        case T_ClusterStmt:
        case T_DropSubscriptionStmt: return true;
        default: return false;
    }
}

}  // namespace

core::Statement classify(const RawStmt* statement, const OwnNames& own) {
    const Node* node = statement->stmt;
    core::Statement summary;
    summary.kind = kind_of(node, own);
    const std::string hazard = not_in_transaction(node);
    summary.transactional = hazard.empty();
    summary.may_need_top_level = may_need_top_level(node);
    summary.label = label_of(node, summary.kind, hazard, own);
    summary.locks = lock_estimate(node);
    return summary;
}

}  // namespace strata::sqlread
