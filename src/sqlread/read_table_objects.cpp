// What hangs on tables and views: triggers, policies, rules. And event triggers.
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"

extern "C" {
#include "catalog/pg_trigger.h"
}

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// Views have statement triggers and INSTEAD OF triggers.
ObjectKind trigger_relation(const CreateTrigStmt* statement) {
    const bool tables_only = statement->row && (statement->timing & TRIGGER_TYPE_INSTEAD) == 0;
    return tables_only ? ObjectKind::Table : ObjectKind::Relation;
}

std::vector<NamedRelation> old_and_new(const core::QualifiedName& table) { return {{table, "old"}, {table, "new"}}; }

void read_policy_parts(const List* roles, const Node* qual, const Node* with_check, const core::QualifiedName& table,
                       Recorder& recorder) {
    need_roles(roles, recorder);
    read_expression(qual, {{table, {}}}, recorder);
    read_expression(with_check, {{table, {}}}, recorder);
}

}  // namespace

void read_create_trigger(const CreateTrigStmt* statement, Recorder& recorder) {
    const core::QualifiedName table = name_of(statement->relation);
    const int location = statement->relation->location;
    read_relation(statement->relation, trigger_relation(statement), recorder);
    if (statement->constrrel != nullptr) read_relation(statement->constrrel, ObjectKind::Table, recorder);
    need_columns(table, statement->columns, recorder, location);
    read_expression(statement->whenClause, old_and_new(table), recorder);
    read_function_name(statement->funcname, 0, -1, recorder);
    for (const TriggerTransition* transition : elements<TriggerTransition>(statement->transitionRels))
        recorder.excuse_late(transition->name);
    provide_member(ObjectKind::Trigger, table, statement->trigname, creation(false, statement->replace), recorder);
}

void read_create_policy(const CreatePolicyStmt* statement, Recorder& recorder) {
    const core::QualifiedName table = name_of(statement->table);
    read_relation(statement->table, ObjectKind::Table, recorder);
    read_policy_parts(statement->roles, statement->qual, statement->with_check, table, recorder);
    provide_member(ObjectKind::Policy, table, statement->policy_name, {}, recorder);
}

void read_alter_policy(const AlterPolicyStmt* statement, Recorder& recorder) {
    const core::QualifiedName table = name_of(statement->table);
    read_relation(statement->table, ObjectKind::Table, recorder);
    alter_member(ObjectKind::Policy, table, statement->policy_name, false, recorder);
    read_policy_parts(statement->roles, statement->qual, statement->with_check, table, recorder);
}

void read_create_rule(const RuleStmt* statement, Recorder& recorder) {
    const core::QualifiedName table = name_of(statement->relation);
    read_relation(statement->relation, ObjectKind::Relation, recorder);
    read_expression(statement->whereClause, old_and_new(table), recorder);
    for (const Node* action : elements<Node>(statement->actions))
        read_query(action, old_and_new(table), recorder);
    provide_member(ObjectKind::Rule, table, statement->rulename, creation(false, statement->replace), recorder);
}

void read_create_event_trigger(const CreateEventTrigStmt* statement, Recorder& recorder) {
    read_function_name(statement->funcname, 0, -1, recorder);
    provide(ObjectKind::EventTrigger, {"", statement->trigname}, {}, recorder);
}

void read_alter_event_trigger(const AlterEventTrigStmt* statement, Recorder& recorder) {
    alter(ObjectKind::EventTrigger, {"", statement->trigname}, false, recorder);
}

}  // namespace strata::sqlread
