#include "engine/observation.h"

#include "engine/begun_statement.h"
#include "engine/deferred.h"
#include "pg/boundary.h"
#include "pg/guard.h"

extern "C" {
#include "catalog/namespace.h"
#include "commands/prepare.h"
#include "executor/executor.h"
#include "parser/parsetree.h"
#include "tcop/utility.h"
}

namespace strata::engine {

namespace {

constinit Observation* active = nullptr;
constinit ProcessUtility_hook_type previous_utility = nullptr;
constinit ExecutorStart_hook_type previous_start = nullptr;
constinit bool installed = false;

void note_copy(const CopyStmt* statement) {
    if (!statement->is_from || statement->relation == nullptr) return;
    RangeVar* relation = statement->relation;
    const Oid table = pg::call([&] { return RangeVarGetRelid(relation, NoLock, true); });
    if (OidIsValid(table)) active->observed().changed_tables.insert(table);
}

// A name that exists is somebody's already: the statement will fail, and the name is not the script's.
void note_prepare(const PrepareStmt* statement) {
    const bool exists = pg::call([&] { return FetchPreparedStatement(statement->name, false) != nullptr; });
    if (!exists) active->observed().prepared.insert(statement->name);
}

void note_constraint_modes(const ConstraintsSetStmt* statement) {
    active->callers().refuse_touching_callers(statement);
    active->observed().constraint_modes = true;
}

void note_utility(const Node* statement) {
    Observed& observed = active->observed();
    switch (nodeTag(statement)) {
        case T_PrepareStmt: note_prepare(reinterpret_cast<const PrepareStmt*>(statement)); break;
        case T_ListenStmt:
            observed.channels.insert(reinterpret_cast<const ListenStmt*>(statement)->conditionname);
            break;
        case T_ConstraintsSetStmt:
            note_constraint_modes(reinterpret_cast<const ConstraintsSetStmt*>(statement));
            break;
        case T_IndexStmt: refuse_invalid_index(reinterpret_cast<const IndexStmt*>(statement)); break;
        case T_CopyStmt: note_copy(reinterpret_cast<const CopyStmt*>(statement)); break;
        default: break;
    }
}

void note_plan(const PlannedStmt* plan) {
    for (int i = 0; i < list_length(plan->resultRelations); ++i)
        active->observed().changed_tables.insert(rt_fetch(list_nth_int(plan->resultRelations, i), plan->rtable)->relid);
}

extern "C" void strata_process_utility(PlannedStmt* plan, const char* source, bool read_only_tree,
                                       ProcessUtilityContext context, ParamListInfo parameters,
                                       QueryEnvironment* environment, DestReceiver* receiver,
                                       QueryCompletion* completion) {
    if (active != nullptr) pg::boundary([&] { note_utility(plan->utilityStmt); });
    const ProcessUtility_hook_type next = previous_utility != nullptr ? previous_utility : standard_ProcessUtility;
    next(plan, source, read_only_tree, context, parameters, environment, receiver, completion);
}

extern "C" void strata_executor_start(QueryDesc* query, int flags) {
    if (active != nullptr && query->plannedstmt->resultRelations != NIL)
        pg::boundary([&] { note_plan(query->plannedstmt); });
    const ExecutorStart_hook_type next = previous_start != nullptr ? previous_start : standard_ExecutorStart;
    next(query, flags);
}

// Never taken out again: another module may have chained behind us meanwhile (FACTS 8).
void install() {
    if (installed) return;
    previous_utility = ProcessUtility_hook;
    ProcessUtility_hook = strata_process_utility;
    previous_start = ExecutorStart_hook;
    ExecutorStart_hook = strata_executor_start;
    installed = true;
}

}  // namespace

Observation::Observation(const DeferredConstraints& callers) : callers_(callers), outer_(active) {
    install();
    active = this;
}

Observation::~Observation() { active = outer_; }

}  // namespace strata::engine
