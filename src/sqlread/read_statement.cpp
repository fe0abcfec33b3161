// Which reader reads which statement.
#include "sqlread/read_statement.h"

#include <algorithm>
#include <iterator>

#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/read_routine.h"
#include "sqlread/session_settings.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using Reader = void (*)(const Node*, ReadingContext&, Recorder&);

template <class Statement>
constexpr Statement* argument_of(void (*)(const Statement*, Recorder&));
template <class Statement>
constexpr Statement* argument_of(void (*)(const Statement*, ReadingContext&, Recorder&));

template <auto reader>
void read_as(const Node* node, ReadingContext& context, Recorder& recorder) {
    const auto* statement = as<std::remove_pointer_t<decltype(argument_of(reader))>>(node);
    if constexpr (std::is_invocable_v<decltype(reader), decltype(statement), Recorder&>)
        reader(statement, recorder);
    else
        reader(statement, context, recorder);
}

void read_top_level_select(const SelectStmt* statement, ReadingContext& context, Recorder& recorder) {
    read_select(statement, recorder);
    read_set_config_calls(statement, context, recorder);
}

void read_plain_query(const Node* query, ReadingContext&, Recorder& recorder) { read_query(query, recorder); }

// Transactions, cursors, notifications, the session and the server: nothing about objects. Constraints of SET
// CONSTRAINTS are named without their tables.
void read_nothing(const Node*, ReadingContext&, Recorder&) {}

struct Entry {
    NodeTag tag;
    Reader reader;
};

constexpr Entry entries[] = {
    {T_SelectStmt, read_as<read_top_level_select>},
    {T_InsertStmt, read_plain_query},
    {T_UpdateStmt, read_plain_query},
    {T_DeleteStmt, read_plain_query},
    {T_MergeStmt, read_plain_query},

    {T_CreateStmt, read_as<read_create_table>},
    {T_CreateForeignTableStmt, read_as<read_create_foreign_table>},
    {T_CreateTableAsStmt, read_as<read_create_table_as>},
    {T_ViewStmt, read_as<read_create_view>},
    {T_AlterTableStmt, read_as<read_alter_table>},
    {T_AlterTableMoveAllStmt, read_as<read_alter_tables_of_tablespace>},
    {T_IndexStmt, read_as<read_create_index>},
    {T_CreateStatsStmt, read_as<read_create_statistics>},
    {T_AlterStatsStmt, read_as<read_alter_statistics>},
    {T_CreateSeqStmt, read_as<read_create_sequence>},
    {T_AlterSeqStmt, read_as<read_alter_sequence>},

    {T_CreateTrigStmt, read_as<read_create_trigger>},
    {T_CreatePolicyStmt, read_as<read_create_policy>},
    {T_AlterPolicyStmt, read_as<read_alter_policy>},
    {T_RuleStmt, read_as<read_create_rule>},
    {T_CreateEventTrigStmt, read_as<read_create_event_trigger>},
    {T_AlterEventTrigStmt, read_as<read_alter_event_trigger>},

    {T_CompositeTypeStmt, read_as<read_create_composite_type>},
    {T_CreateEnumStmt, read_as<read_create_enum>},
    {T_CreateRangeStmt, read_as<read_create_range>},
    {T_AlterEnumStmt, read_as<read_alter_enum>},
    {T_AlterTypeStmt, read_as<read_alter_type>},
    {T_CreateDomainStmt, read_as<read_create_domain>},
    {T_AlterDomainStmt, read_as<read_alter_domain>},

    {T_CreateFunctionStmt, read_as<read_create_routine>},
    {T_AlterFunctionStmt, read_as<read_alter_routine>},
    {T_DoStmt, read_as<read_do>},
    {T_CallStmt, read_as<read_call_statement>},

    {T_DefineStmt, read_as<read_define>},
    {T_CreateCastStmt, read_as<read_create_cast>},
    {T_CreateTransformStmt, read_as<read_create_transform>},
    {T_CreateConversionStmt, read_as<read_create_conversion>},
    {T_CreateOpClassStmt, read_as<read_create_operator_class>},
    {T_CreateOpFamilyStmt, read_as<read_create_operator_family>},
    {T_AlterOpFamilyStmt, read_as<read_alter_operator_family>},
    {T_AlterOperatorStmt, read_as<read_alter_operator>},
    {T_AlterCollationStmt, read_as<read_alter_collation>},
    {T_AlterTSDictionaryStmt, read_as<read_alter_text_search_dictionary>},
    {T_AlterTSConfigurationStmt, read_as<read_alter_text_search_configuration>},

    {T_DropStmt, read_as<read_drop>},
    {T_RenameStmt, read_as<read_rename>},
    {T_AlterObjectSchemaStmt, read_as<read_set_schema>},
    {T_AlterOwnerStmt, read_as<read_change_owner>},
    {T_AlterObjectDependsStmt, read_as<read_depends_on_extension>},
    {T_CommentStmt, read_as<read_comment>},
    {T_SecLabelStmt, read_as<read_security_label>},

    {T_GrantStmt, read_as<read_grant>},
    {T_GrantRoleStmt, read_as<read_grant_role>},
    {T_AlterDefaultPrivilegesStmt, read_as<read_default_privileges>},
    {T_DropOwnedStmt, read_as<read_drop_owned>},
    {T_ReassignOwnedStmt, read_as<read_reassign_owned>},
    {T_CreateRoleStmt, read_as<read_create_role>},
    {T_AlterRoleStmt, read_as<read_alter_role>},
    {T_AlterRoleSetStmt, read_as<read_alter_role_setting>},
    {T_DropRoleStmt, read_as<read_drop_role>},

    {T_CreateSchemaStmt, read_as<read_create_schema>},
    {T_CreateExtensionStmt, read_as<read_create_extension>},
    {T_AlterExtensionStmt, read_as<read_alter_extension>},
    {T_AlterExtensionContentsStmt, read_as<read_alter_extension_contents>},

    {T_CreateFdwStmt, read_as<read_create_foreign_data_wrapper>},
    {T_AlterFdwStmt, read_as<read_alter_foreign_data_wrapper>},
    {T_CreateForeignServerStmt, read_as<read_create_server>},
    {T_AlterForeignServerStmt, read_as<read_alter_server>},
    {T_CreateUserMappingStmt, read_as<read_create_user_mapping>},
    {T_AlterUserMappingStmt, read_as<read_alter_user_mapping>},
    {T_DropUserMappingStmt, read_as<read_drop_user_mapping>},
    {T_ImportForeignSchemaStmt, read_as<read_import_foreign_schema>},
    {T_CreatePublicationStmt, read_as<read_create_publication>},
    {T_AlterPublicationStmt, read_as<read_alter_publication>},
    {T_CreateSubscriptionStmt, read_as<read_create_subscription>},
    {T_AlterSubscriptionStmt, read_as<read_alter_subscription>},
    {T_DropSubscriptionStmt, read_as<read_drop_subscription>},
    {T_CreatePLangStmt, read_as<read_create_language>},
    {T_CreateAmStmt, read_as<read_create_access_method>},
    {T_CreatedbStmt, read_as<read_create_database>},
    {T_AlterDatabaseStmt, read_as<read_alter_database>},
    {T_AlterDatabaseSetStmt, read_as<read_alter_database_setting>},
    {T_AlterDatabaseRefreshCollStmt, read_as<read_refresh_database_collation>},
    {T_DropdbStmt, read_as<read_drop_database>},
    {T_CreateTableSpaceStmt, read_as<read_create_tablespace>},
    {T_AlterTableSpaceOptionsStmt, read_as<read_alter_tablespace>},
    {T_DropTableSpaceStmt, read_as<read_drop_tablespace>},

    {T_CopyStmt, read_as<read_copy>},
    {T_TruncateStmt, read_as<read_truncate>},
    {T_LockStmt, read_as<read_lock>},
    {T_VacuumStmt, read_as<read_vacuum>},
    {T_ClusterStmt, read_as<read_cluster>},
    {T_ReindexStmt, read_as<read_reindex>},
    {T_RefreshMatViewStmt, read_as<read_refresh>},
    {T_ExplainStmt, read_as<read_explain>},
    {T_PrepareStmt, read_as<read_prepare>},
    {T_ExecuteStmt, read_as<read_execute>},
    {T_DeclareCursorStmt, read_as<read_declare_cursor>},
    {T_VariableSetStmt, read_as<read_set>},

    {T_AlterSystemStmt, read_nothing},
    {T_CheckPointStmt, read_nothing},
    {T_ClosePortalStmt, read_nothing},
    {T_ConstraintsSetStmt, read_nothing},
    {T_DeallocateStmt, read_nothing},
    {T_DiscardStmt, read_nothing},
    {T_FetchStmt, read_nothing},
    {T_ListenStmt, read_nothing},
    {T_LoadStmt, read_nothing},
    {T_NotifyStmt, read_nothing},
    {T_TransactionStmt, read_nothing},
    {T_UnlistenStmt, read_nothing},
    {T_VariableShowStmt, read_nothing},
};

}  // namespace

void read_statement(const Node* statement, ReadingContext& context, Recorder& recorder) {
    const NodeTag tag = nodeTag(statement);
    const auto* entry =
        std::find_if(std::begin(entries), std::end(entries), [tag](const Entry& each) { return each.tag == tag; });
    if (entry == std::end(entries)) return;
    recorder.begin_part();
    entry->reader(statement, context, recorder);
    recorder.begin_part();
}

}  // namespace strata::sqlread
