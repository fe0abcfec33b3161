// The readers of single statements, behind read_statement().
#pragma once

#include "sqlread/read_statement.h"

namespace strata::sqlread {

// read_table.cpp
void read_create_table(const CreateStmt* statement, Recorder& recorder);
void read_create_foreign_table(const CreateForeignTableStmt* statement, Recorder& recorder);

// read_stored_query.cpp
void read_create_view(const ViewStmt* statement, Recorder& recorder);
void read_create_table_as(const CreateTableAsStmt* statement, Recorder& recorder);
void read_select(const SelectStmt* statement, Recorder& recorder);

// read_index.cpp
void read_create_index(const IndexStmt* statement, Recorder& recorder);
void read_create_statistics(const CreateStatsStmt* statement, Recorder& recorder);
void read_alter_statistics(const AlterStatsStmt* statement, Recorder& recorder);

// read_alter_table.cpp
void read_alter_table(const AlterTableStmt* statement, Recorder& recorder);
void read_alter_tables_of_tablespace(const AlterTableMoveAllStmt* statement, Recorder& recorder);

// read_sequence.cpp
void read_create_sequence(const CreateSeqStmt* statement, Recorder& recorder);
void read_alter_sequence(const AlterSeqStmt* statement, Recorder& recorder);

// read_types.cpp
void read_create_composite_type(const CompositeTypeStmt* statement, Recorder& recorder);
void read_create_enum(const CreateEnumStmt* statement, Recorder& recorder);
void read_create_range(const CreateRangeStmt* statement, Recorder& recorder);
void read_alter_enum(const AlterEnumStmt* statement, Recorder& recorder);
void read_alter_type(const AlterTypeStmt* statement, Recorder& recorder);
void read_create_domain(const CreateDomainStmt* statement, Recorder& recorder);
void read_alter_domain(const AlterDomainStmt* statement, Recorder& recorder);

// read_table_objects.cpp
void read_create_trigger(const CreateTrigStmt* statement, Recorder& recorder);
void read_create_policy(const CreatePolicyStmt* statement, Recorder& recorder);
void read_alter_policy(const AlterPolicyStmt* statement, Recorder& recorder);
void read_create_rule(const RuleStmt* statement, Recorder& recorder);
void read_create_event_trigger(const CreateEventTrigStmt* statement, Recorder& recorder);
void read_alter_event_trigger(const AlterEventTrigStmt* statement, Recorder& recorder);

// read_define.cpp
void read_define(const DefineStmt* statement, Recorder& recorder);
void read_create_cast(const CreateCastStmt* statement, Recorder& recorder);
void read_create_transform(const CreateTransformStmt* statement, Recorder& recorder);
void read_create_conversion(const CreateConversionStmt* statement, Recorder& recorder);
void read_create_operator_class(const CreateOpClassStmt* statement, Recorder& recorder);
void read_create_operator_family(const CreateOpFamilyStmt* statement, Recorder& recorder);
void read_alter_operator_family(const AlterOpFamilyStmt* statement, Recorder& recorder);
void read_alter_operator(const AlterOperatorStmt* statement, Recorder& recorder);
void read_alter_collation(const AlterCollationStmt* statement, Recorder& recorder);

// read_object_statements.cpp
void read_drop(const DropStmt* statement, Recorder& recorder);
void read_rename(const RenameStmt* statement, Recorder& recorder);
void read_set_schema(const AlterObjectSchemaStmt* statement, Recorder& recorder);
void read_change_owner(const AlterOwnerStmt* statement, Recorder& recorder);
void read_depends_on_extension(const AlterObjectDependsStmt* statement, Recorder& recorder);
void read_comment(const CommentStmt* statement, Recorder& recorder);
void read_security_label(const SecLabelStmt* statement, Recorder& recorder);
void read_alter_routine(const AlterFunctionStmt* statement, Recorder& recorder);

// read_privileges.cpp
void read_grant(const GrantStmt* statement, Recorder& recorder);
void read_grant_role(const GrantRoleStmt* statement, Recorder& recorder);
void read_default_privileges(const AlterDefaultPrivilegesStmt* statement, Recorder& recorder);
void read_drop_owned(const DropOwnedStmt* statement, Recorder& recorder);
void read_reassign_owned(const ReassignOwnedStmt* statement, Recorder& recorder);

// read_role.cpp
void read_create_role(const CreateRoleStmt* statement, Recorder& recorder);
void read_alter_role(const AlterRoleStmt* statement, Recorder& recorder);
void read_alter_role_setting(const AlterRoleSetStmt* statement, Recorder& recorder);
void read_drop_role(const DropRoleStmt* statement, Recorder& recorder);

// read_schema.cpp
void read_create_schema(const CreateSchemaStmt* statement, ReadingContext& context, Recorder& recorder);
void read_create_extension(const CreateExtensionStmt* statement, Recorder& recorder);
void read_alter_extension(const AlterExtensionStmt* statement, Recorder& recorder);
void read_alter_extension_contents(const AlterExtensionContentsStmt* statement, Recorder& recorder);

// read_server_objects.cpp
void read_create_foreign_data_wrapper(const CreateFdwStmt* statement, Recorder& recorder);
void read_alter_foreign_data_wrapper(const AlterFdwStmt* statement, Recorder& recorder);
void read_create_server(const CreateForeignServerStmt* statement, Recorder& recorder);
void read_alter_server(const AlterForeignServerStmt* statement, Recorder& recorder);
void read_create_user_mapping(const CreateUserMappingStmt* statement, Recorder& recorder);
void read_alter_user_mapping(const AlterUserMappingStmt* statement, Recorder& recorder);
void read_drop_user_mapping(const DropUserMappingStmt* statement, Recorder& recorder);
void read_import_foreign_schema(const ImportForeignSchemaStmt* statement, Recorder& recorder);
void read_create_publication(const CreatePublicationStmt* statement, Recorder& recorder);
void read_alter_publication(const AlterPublicationStmt* statement, Recorder& recorder);
void read_create_subscription(const CreateSubscriptionStmt* statement, Recorder& recorder);
void read_alter_subscription(const AlterSubscriptionStmt* statement, Recorder& recorder);
void read_drop_subscription(const DropSubscriptionStmt* statement, Recorder& recorder);
void read_create_language(const CreatePLangStmt* statement, Recorder& recorder);
void read_create_access_method(const CreateAmStmt* statement, Recorder& recorder);
void read_create_database(const CreatedbStmt* statement, Recorder& recorder);
void read_alter_database(const AlterDatabaseStmt* statement, Recorder& recorder);
void read_alter_database_setting(const AlterDatabaseSetStmt* statement, Recorder& recorder);
void read_refresh_database_collation(const AlterDatabaseRefreshCollStmt* statement, Recorder& recorder);
void read_drop_database(const DropdbStmt* statement, Recorder& recorder);
void read_create_tablespace(const CreateTableSpaceStmt* statement, Recorder& recorder);
void read_alter_tablespace(const AlterTableSpaceOptionsStmt* statement, Recorder& recorder);
void read_drop_tablespace(const DropTableSpaceStmt* statement, Recorder& recorder);
void read_alter_text_search_dictionary(const AlterTSDictionaryStmt* statement, Recorder& recorder);
void read_alter_text_search_configuration(const AlterTSConfigurationStmt* statement, Recorder& recorder);

// read_data_statements.cpp
void read_copy(const CopyStmt* statement, Recorder& recorder);
void read_truncate(const TruncateStmt* statement, Recorder& recorder);
void read_lock(const LockStmt* statement, Recorder& recorder);
void read_vacuum(const VacuumStmt* statement, Recorder& recorder);
void read_cluster(const ClusterStmt* statement, Recorder& recorder);
void read_reindex(const ReindexStmt* statement, Recorder& recorder);
void read_refresh(const RefreshMatViewStmt* statement, Recorder& recorder);
void read_explain(const ExplainStmt* statement, ReadingContext& context, Recorder& recorder);
void read_prepare(const PrepareStmt* statement, Recorder& recorder);
void read_execute(const ExecuteStmt* statement, Recorder& recorder);
void read_declare_cursor(const DeclareCursorStmt* statement, Recorder& recorder);
void read_call_statement(const CallStmt* statement, Recorder& recorder);

}  // namespace strata::sqlread
