#include "sqlread/hazard.h"

#include "pg/guard.h"
#include "sqlread/do_block.h"

extern "C" {
#include "commands/defrem.h"
#include "nodes/pg_list.h"
#include "tcop/tcopprot.h"
#include "tcop/utility.h"
}

namespace strata::sqlread {

namespace {

const DefElem* option(const List* options, std::string_view name) {
    for (int i = 0; i < list_length(options); ++i) {
        const auto* element = static_cast<const DefElem*>(list_nth(options, i));
        if (element->defname == name) return element;
    }
    return nullptr;
}

// An absent option counts as `otherwise`; a malformed one is refused as the server would.
bool option_is_on(const List* options, std::string_view name, bool otherwise) {
    const DefElem* element = option(options, name);
    if (element == nullptr) return otherwise;
    return pg::call([&] { return defGetBoolean(const_cast<DefElem*>(element)); });
}

std::string reindex(const ReindexStmt* statement) {
    if (option_is_on(statement->params, "concurrently", false)) return "REINDEX CONCURRENTLY";
    switch (statement->kind) {
        case REINDEX_OBJECT_SCHEMA: return "REINDEX SCHEMA";
        case REINDEX_OBJECT_SYSTEM: return "REINDEX SYSTEM";
        case REINDEX_OBJECT_DATABASE: return "REINDEX DATABASE";
        default: return {};
    }
}

std::string alter_table(const AlterTableStmt* statement) {
    for (int i = 0; i < list_length(statement->cmds); ++i) {
        const auto* command = static_cast<const AlterTableCmd*>(list_nth(statement->cmds, i));
        if (command->subtype == AT_DetachPartition && reinterpret_cast<const PartitionCmd*>(command->def)->concurrent)
            return "ALTER TABLE ... DETACH CONCURRENTLY";
    }
    return {};
}

std::string create_subscription(const CreateSubscriptionStmt* statement) {
    const bool connects = option_is_on(statement->options, "connect", true);
    if (connects && option_is_on(statement->options, "create_slot", true))
        return "CREATE SUBSCRIPTION ... WITH (create_slot = true)";
    return {};
}

std::string alter_subscription(const AlterSubscriptionStmt* statement) {
    switch (statement->kind) {
        case ALTER_SUBSCRIPTION_REFRESH: return "ALTER SUBSCRIPTION ... REFRESH";
        case ALTER_SUBSCRIPTION_SET_PUBLICATION:
        case ALTER_SUBSCRIPTION_ADD_PUBLICATION:
        case ALTER_SUBSCRIPTION_DROP_PUBLICATION:
            return option_is_on(statement->options, "refresh", true) ? "ALTER SUBSCRIPTION with refresh" : "";
        case ALTER_SUBSCRIPTION_OPTIONS:
            for (const char* slot_option : {"failover", "two_phase"})
                if (option(statement->options, slot_option) != nullptr) return "ALTER SUBSCRIPTION ... SET";
            return {};
        default: return {};
    }
}

std::string do_statement(const DoStmt* statement) {
    const std::string end = transaction_end_in(statement);
    return end.empty() ? end : "DO with " + end;
}

std::string alter_database(const AlterDatabaseStmt* statement) {
    return option(statement->options, "tablespace") != nullptr ? "ALTER DATABASE SET TABLESPACE" : "";
}

// Others take locks too, but on tables that a script names again and again.
bool is_ddl(const Node* node) {
    return pg::call([&] { return GetCommandLogLevel(const_cast<Node*>(node)) == LOGSTMT_DDL; });
}

}  // namespace

std::string not_in_transaction(const Node* node) {
    switch (nodeTag(node)) {
        case T_IndexStmt:
            return reinterpret_cast<const IndexStmt*>(node)->concurrent ? "CREATE INDEX CONCURRENTLY" : "";
        case T_DropStmt: return reinterpret_cast<const DropStmt*>(node)->concurrent ? "DROP INDEX CONCURRENTLY" : "";
        case T_VacuumStmt: return reinterpret_cast<const VacuumStmt*>(node)->is_vacuumcmd ? "VACUUM" : "";
        case T_ClusterStmt: return reinterpret_cast<const ClusterStmt*>(node)->relation == nullptr ? "CLUSTER" : "";
        case T_DiscardStmt:
            return reinterpret_cast<const DiscardStmt*>(node)->target == DISCARD_ALL ? "DISCARD ALL" : "";
        case T_ReindexStmt: return reindex(reinterpret_cast<const ReindexStmt*>(node));
        case T_AlterTableStmt: return alter_table(reinterpret_cast<const AlterTableStmt*>(node));
        case T_CreateSubscriptionStmt:
            return create_subscription(reinterpret_cast<const CreateSubscriptionStmt*>(node));
        case T_AlterSubscriptionStmt: return alter_subscription(reinterpret_cast<const AlterSubscriptionStmt*>(node));
        case T_AlterDatabaseStmt: return alter_database(reinterpret_cast<const AlterDatabaseStmt*>(node));
        case T_DoStmt: return do_statement(reinterpret_cast<const DoStmt*>(node));
        case T_CreatedbStmt: return "CREATE DATABASE";
        case T_DropdbStmt: return "DROP DATABASE";
        case T_CreateTableSpaceStmt: return "CREATE TABLESPACE";
        case T_DropTableSpaceStmt: return "DROP TABLESPACE";
        case T_AlterSystemStmt: return "ALTER SYSTEM";
        default: return {};
    }
}

int lock_estimate(const Node* node) {
    switch (nodeTag(node)) {
        case T_CreateStmt: {
            const auto* statement = reinterpret_cast<const CreateStmt*>(node);
            int locks = 3;
            for (int i = 0; i < list_length(statement->tableElts); ++i)
                locks += IsA(list_nth(statement->tableElts, i), Constraint) ? 1 : 0;
            return locks;
        }
        case T_CreateTableAsStmt: return 3;
        case T_IndexStmt:
        case T_ViewStmt:
        case T_CreateSeqStmt: return 2;
        case T_DropStmt: return 2 * list_length(reinterpret_cast<const DropStmt*>(node)->objects);
        default: return is_ddl(node) ? 1 : 0;
    }
}

}  // namespace strata::sqlread
