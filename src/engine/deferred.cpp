#include "engine/deferred.h"

#include "core/condition.h"
#include "pg/guard.h"
#include "pg/spi.h"
#include "pg/subtransaction.h"

extern "C" {
#include "commands/trigger.h"
#include "nodes/makefuncs.h"
#include "utils/snapmgr.h"
}

namespace strata::engine {

namespace {

constinit pg::Query deferrable_tables{
    "SELECT DISTINCT tgrelid FROM pg_trigger WHERE tgdeferrable"};

// Both sides of a foreign key have triggers; tgrelid has an index. Partitions are reached from their root.
constinit pg::Query deferrable_of_tables{
    "WITH RECURSIVE touched AS ("
    "  SELECT unnest($1) AS relid"
    "  UNION SELECT i.inhrelid FROM pg_inherits i JOIN touched ON i.inhparent = touched.relid) "
    "SELECT DISTINCT t.tgrelid, n.nspname::text, c.conname::text, c.condeferred, "
    "EXISTS (SELECT FROM pg_constraint o WHERE o.conname = c.conname AND o.connamespace = c.connamespace "
    "AND (NOT o.condeferrable OR o.condeferred <> c.condeferred)) "
    "FROM touched JOIN pg_trigger t ON t.tgrelid = touched.relid "
    "JOIN pg_constraint c ON c.oid = t.tgconstraint "
    "JOIN pg_namespace n ON n.oid = c.connamespace "
    "WHERE t.tgdeferrable AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 2, 3, 1"};

constinit pg::Query deferrable_of_all{
    "SELECT DISTINCT t.tgrelid, n.nspname::text, c.conname::text, c.condeferred, "
    "EXISTS (SELECT FROM pg_constraint o WHERE o.conname = c.conname AND o.connamespace = c.connamespace "
    "AND (NOT o.condeferrable OR o.condeferred <> c.condeferred)) "
    "FROM pg_trigger t "
    "JOIN pg_constraint c ON c.oid = t.tgconstraint "
    "JOIN pg_namespace n ON n.oid = c.connamespace "
    "WHERE t.tgdeferrable AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 2, 3, 1"};

bool has_pending(Oid table) {
    return pg::call([&] { return AfterTriggerPendingOnRel(table); });
}

std::vector<DeferredConstraints::Constraint> read_constraints(const pg::Rows& rows) {
    std::vector<DeferredConstraints::Constraint> constraints;
    for (std::size_t i = 0; i < rows.size(); ++i)
        constraints.push_back({rows.oid(i, 0), std::string(rows.text(i, 1)), std::string(rows.text(i, 2)),
                               rows.flag(i, 3), rows.flag(i, 4)});
    return constraints;
}

std::vector<DeferredConstraints::Constraint> constraints_of(const std::set<Oid>& tables) {
    pg::Session session;
    const std::vector<Oid> list(tables.begin(), tables.end());
    return read_constraints(session.query(deferrable_of_tables, pg::Parameters().add_oids(list)));
}

std::vector<DeferredConstraints::Constraint> constraints_of_all() {
    pg::Session session;
    return read_constraints(session.query(deferrable_of_all));
}

void set_mode(const DeferredConstraints::Constraint& constraint, bool deferred) {
    pg::call([&] {
        ConstraintsSetStmt* statement = makeNode(ConstraintsSetStmt);
        statement->constraints =
            list_make1(makeRangeVar(pstrdup(constraint.schema.c_str()), pstrdup(constraint.name.c_str()), -1));
        statement->deferred = deferred;
        PushActiveSnapshot(GetTransactionSnapshot());
        AfterTriggerSetState(statement);
        PopActiveSnapshot();
        CommandCounterIncrement();
    });
}

// Fires the check and takes the firing back, mode and all: the check stays pending until commit.
void check_only(const DeferredConstraints::Constraint& constraint) {
    pg::Subtransaction trial;
    set_mode(constraint, false);
    trial.rollback();
}

}  // namespace

DeferredConstraints::DeferredConstraints() {
    std::set<Oid> tables;
    {
        pg::Session session;
        const pg::Rows rows = session.query(deferrable_tables);
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (has_pending(rows.oid(i, 0))) tables.insert(rows.oid(i, 0));
    }
    if (tables.empty()) return;
    // By name, because that is how SET CONSTRAINTS goes: a name that a caller's table shares with another stays too.
    for (const Constraint& constraint : constraints_of(tables)) callers_.emplace(constraint.schema, constraint.name);
}

void DeferredConstraints::check(const Observed& observed) const {
    if (observed.changed_tables.empty() && !observed.constraint_modes) return;
    const std::vector<DeferredConstraints::Constraint> constraints =
        observed.constraint_modes ? constraints_of_all() : constraints_of(observed.changed_tables);
    for (const Constraint& constraint : constraints)
        if (constraint.deferred_by_default) check(constraint, observed.constraint_modes);
    for (const Constraint& constraint : constraints)
        if (!constraint.deferred_by_default) check(constraint, observed.constraint_modes);
}

// Those that are deferred by declaration come first: what a table has pending after them, the caller has deferred.
void DeferredConstraints::check(const Constraint& constraint, bool modes_were_set) const {
    if (callers_.count({constraint.schema, constraint.name}) > 0) return;
    const bool was_pending = has_pending(constraint.table);
    if (!modes_were_set && !was_pending) return;
    if (constraint.name_is_ambiguous) return check_only(constraint);
    set_mode(constraint, false);
    const bool callers_choice = !modes_were_set && was_pending && !has_pending(constraint.table);
    if (constraint.deferred_by_default || callers_choice) set_mode(constraint, true);
}

void DeferredConstraints::refuse_touching_callers(const ConstraintsSetStmt* statement) const {
    if (callers_.empty() || statement->deferred) return;
    bool touches = statement->constraints == NIL;
    for (int i = 0; i < list_length(statement->constraints); ++i) {
        const std::string name = static_cast<const RangeVar*>(list_nth(statement->constraints, i))->relname;
        for (const auto& [schema, callers_name] : callers_) touches = touches || name == callers_name;
    }
    if (!touches) return;
    pg::raise({std::string(core::sqlstate(core::Condition::WrongContext)),
               "SET CONSTRAINTS in a script would check rows that the calling transaction has pending",
               "Deferred checks of the caller must not be fired by a migration.",
               "Run SET CONSTRAINTS ALL IMMEDIATE before the call, or call it in a transaction of its own."});
}

}  // namespace strata::engine
