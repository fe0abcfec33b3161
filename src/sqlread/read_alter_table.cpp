// ALTER TABLE and its kin: INDEX, VIEW, MATERIALIZED VIEW, SEQUENCE, FOREIGN TABLE, composite TYPE.
#include "sqlread/implicit_names.h"
#include "sqlread/named_needs.h"
#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/statement_readers.h"
#include "sqlread/system_names.h"
#include "sqlread/table_definition.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// The server takes the subcommands of one statement in such an order, whatever the order of the text.
int rank(const AlterTableCmd* command) {
    switch (command->subtype) {
        case AT_AlterColumnType: return 0;  // it happens after the drops, but USING sees what there was before
        case AT_DropColumn:
        case AT_DropConstraint: return 1;
        case AT_AddColumn: return 2;
        default: return 3;
    }
}
constexpr int ranks = 4;

struct Altered {
    core::QualifiedName name;
    ObjectKind kind;
    TableDefinition& definition;
    Recorder& recorder;

    void alter_column(const AlterTableCmd* command) const {
        if (command->name != nullptr && kind != ObjectKind::Index)
            alter_member(ObjectKind::Column, name, command->name, false, recorder);
    }
    void alter_named(ObjectKind member, const char* member_name) const {
        alter_member(member, name, text_of(member_name), false, recorder);
    }
    // An index of the table: it stands in the same schema.
    void need_index(const char* index) const {
        if (index != nullptr) need(ObjectKind::Index, {name.schema, index}, recorder);
    }
};

void add_column(const AlterTableCmd* command, const RangeVar* relation, Recorder& recorder) {
    const auto* column = as<ColumnDef>(command->def);
    const Creation how = creation(command->missing_ok);
    TableDefinition table(relation, how, recorder);
    table.need_types(column);
    table.provide_column(column, how);
    table.read_column_parts(column);
    table.provide_keys();
}

void alter_column_type(const AlterTableCmd* command, const Altered& table) {
    const auto* column = as<ColumnDef>(command->def);
    table.alter_column(command);
    table.definition.need_types(column);
    read_expression(column->raw_default, {{table.name, {}}}, table.recorder);  // USING
}

void add_identity(const AlterTableCmd* command, const Altered& table) {
    table.alter_column(command);
    table.definition.provide_identity_sequence(as<Constraint>(command->def), command->name);
}

const char* constraint_altered(const Node* definition) {
#if PG_VERSION_NUM >= 180000
    return as<ATAlterConstraint>(definition)->conname;
#else
    return as<Constraint>(definition)->conname;
#endif
}

// It goes with its table from then on, or no longer, and has what the table hands down. An index has no such lists.
void alter_partition(const AlterTableCmd* command, const Altered& table) {
    const RangeVar* partition = as<PartitionCmd>(command->def)->name;
    core::Mention altered{.bearing = core::Bearing::Alters, .kind = table.kind};
    altered.schema = text_of(partition->schemaname);
    altered.name = partition->relname;
    const bool is_table = table.kind != ObjectKind::Index;
    const bool is_attached = command->subtype == AT_AttachPartition;
    if (is_table && is_attached) altered.origin = table.name;
    if (is_table && !is_attached) altered.origin_member = "none";
    table.recorder.add(std::move(altered), partition->location);
    if (is_table && is_attached) provide_open_columns(name_of(partition), {}, table.recorder, partition->location);
}

void drop_identity(const AlterTableCmd* command, const Altered& table) {
    table.alter_column(command);
    core::Mention sequence = weakened({.bearing = core::Bearing::Drops, .kind = ObjectKind::Sequence}, true);
    sequence.schema = table.name.schema;
    sequence.name = object_name(table.name.name, command->name, "seq");
    sequence.origin = table.name;
    sequence.origin_member = command->name;
    table.recorder.add(std::move(sequence));
}

bool read_column_command(const AlterTableCmd* command, const Altered& table) {
    switch (command->subtype) {
        case AT_ColumnDefault:
            table.alter_column(command);
            read_expression(command->def, {}, table.recorder);
            return true;
        case AT_AlterColumnType: alter_column_type(command, table); return true;
        case AT_AddIdentity: add_identity(command, table); return true;
#if PG_VERSION_NUM >= 170000
        case AT_SetExpression:
            table.alter_column(command);
            read_expression(command->def, {{table.name, {}}}, table.recorder);
            return true;
#endif
        case AT_DropNotNull:
        case AT_SetNotNull:
        case AT_DropExpression:
        case AT_SetStatistics:
        case AT_SetOptions:
        case AT_ResetOptions:
        case AT_SetStorage:
        case AT_SetCompression:
        case AT_AlterColumnGenericOptions:
        case AT_SetIdentity: table.alter_column(command); return true;
        case AT_DropIdentity: drop_identity(command, table); return true;
        case AT_DropColumn:
            drop_member(ObjectKind::Column, table.name, command->name, command->missing_ok,
                        command->behavior == DROP_CASCADE, table.recorder);
            return true;
        default: return false;
    }
}

bool read_member_command(const AlterTableCmd* command, const Altered& table) {
    switch (command->subtype) {
        case AT_AddConstraint: table.definition.read_constraint(as<Constraint>(command->def), nullptr); return true;
        case AT_AlterConstraint:
            table.alter_named(ObjectKind::Constraint, constraint_altered(command->def));
            return true;
        case AT_ValidateConstraint: table.alter_named(ObjectKind::Constraint, command->name); return true;
        case AT_DropConstraint:
            drop_member(ObjectKind::Constraint, table.name, command->name, command->missing_ok,
                        command->behavior == DROP_CASCADE, table.recorder);
            return true;
        case AT_EnableTrig:
        case AT_EnableAlwaysTrig:
        case AT_EnableReplicaTrig:
        case AT_DisableTrig: table.alter_named(ObjectKind::Trigger, command->name); return true;
        case AT_EnableRule:
        case AT_EnableAlwaysRule:
        case AT_EnableReplicaRule:
        case AT_DisableRule: table.alter_named(ObjectKind::Rule, command->name); return true;
        default: return false;
    }
}

// What is left changes the relation as a whole.
void read_whole_command(const AlterTableCmd* command, const Altered& table) {
    switch (command->subtype) {
        case AT_ChangeOwner: return need_role(command->newowner, table.recorder);
        case AT_ClusterOn: return table.need_index(command->name);
        case AT_ReplicaIdentity: return table.need_index(as<ReplicaIdentityStmt>(command->def)->name);
        case AT_SetTableSpace: return need_tablespace(command->name, table.recorder);
        case AT_SetAccessMethod: return need_access_method(command->name, table.recorder);
        case AT_AddInherit:
            read_relation(as<RangeVar>(command->def), ObjectKind::Table, table.recorder);
            return provide_open_columns(table.name, {}, table.recorder);
        case AT_DropInherit: return read_relation(as<RangeVar>(command->def), ObjectKind::Table, table.recorder);
        case AT_AddOf: return read_type(as<TypeName>(command->def), table.recorder);
        case AT_AttachPartition:
        case AT_DetachPartition:
        case AT_DetachPartitionFinalize: return alter_partition(command, table);
        default: return;
    }
}

void read_command(const AlterTableCmd* command, const RangeVar* relation, const Altered& table) {
    if (command->subtype == AT_AddColumn) return add_column(command, relation, table.recorder);
    if (!read_column_command(command, table) && !read_member_command(command, table))
        read_whole_command(command, table);
}

}  // namespace

void read_alter_table(const AlterTableStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->relation);
    const ObjectKind kind = kind_of(statement->objtype).value_or(ObjectKind::Relation);
    if (is_system_object({.kind = kind, .schema = name.schema, .name = name.name})) return;
    const StrengthScope scope(recorder, statement->missing_ok ? core::Strength::Conditional : core::Strength::Hard);
    alter(kind, name, statement->missing_ok, recorder, statement->relation->location);
    TableDefinition definition(statement->relation, {}, recorder);
    const Altered table{name, kind, definition, recorder};
    for (int pass = 0; pass < ranks; ++pass)
        for (const AlterTableCmd* command : elements<AlterTableCmd>(statement->cmds))
            if (rank(command) == pass) read_command(command, statement->relation, table);
    definition.provide_keys();
}

void read_alter_tables_of_tablespace(const AlterTableMoveAllStmt* statement, Recorder& recorder) {
    need_tablespace(statement->orig_tablespacename, recorder);
    need_roles(statement->roles, recorder);
    need_tablespace(statement->new_tablespacename, recorder);
}

}  // namespace strata::sqlread
