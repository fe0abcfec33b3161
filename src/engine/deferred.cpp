#include "engine/deferred.h"

#include <map>

#include "core/condition.h"
#include "pg/guard.h"
#include "pg/spi.h"
#include "pg/subtransaction.h"

extern "C" {
#include "access/table.h"
#include "commands/trigger.h"
#include "nodes/makefuncs.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
}

namespace strata::engine {

namespace {

constinit pg::Query deferrable_tables{
    "SELECT DISTINCT tgrelid FROM pg_trigger WHERE tgdeferrable"};

// Both sides of a foreign key have triggers. Partitions are reached from their root. OFFSET 0 keeps the order of the
// joins, which is that of the indexes: the plan is kept, and must not scan a catalog that has grown meanwhile.
constinit pg::Query deferrable_of_tables{
    "WITH RECURSIVE touched AS ("
    "  SELECT unnest($1) AS relid"
    "  UNION SELECT i.inhrelid FROM touched CROSS JOIN LATERAL ("
    "    SELECT inhrelid FROM pg_inherits WHERE inhparent = touched.relid OFFSET 0) i) "
    "SELECT DISTINCT t.tgrelid, n.nspname::text, c.conname::text, c.condeferred, "
    "EXISTS (SELECT FROM pg_constraint o WHERE o.conname = c.conname AND o.connamespace = c.connamespace "
    "AND (NOT o.condeferrable OR o.condeferred <> c.condeferred)) "
    "FROM touched "
    "CROSS JOIN LATERAL (SELECT tgrelid, tgconstraint FROM pg_trigger "
    "  WHERE tgrelid = touched.relid AND tgdeferrable OFFSET 0) t "
    "CROSS JOIN LATERAL (SELECT conname, connamespace, condeferred FROM pg_constraint "
    "  WHERE oid = t.tgconstraint OFFSET 0) c "
    "CROSS JOIN LATERAL (SELECT nspname FROM pg_namespace "
    "  WHERE oid = c.connamespace AND has_schema_privilege(oid, 'USAGE') OFFSET 0) n ORDER BY 2, 3, 1"};

constinit pg::Query deferrable_of_all{
    "SELECT DISTINCT t.tgrelid, n.nspname::text, c.conname::text, c.condeferred, "
    "EXISTS (SELECT FROM pg_constraint o WHERE o.conname = c.conname AND o.connamespace = c.connamespace "
    "AND (NOT o.condeferrable OR o.condeferred <> c.condeferred)) "
    "FROM pg_trigger t "
    "JOIN pg_constraint c ON c.oid = t.tgconstraint "
    "JOIN pg_namespace n ON n.oid = c.connamespace "
    "WHERE t.tgdeferrable AND has_schema_privilege(n.oid, 'USAGE') ORDER BY 2, 3, 1"};

using Constraints = std::vector<DeferredConstraints::Constraint>;

bool has_pending(Oid table) {
    return pg::call([&] { return AfterTriggerPendingOnRel(table); });
}

Constraints read_constraints(const pg::Rows& rows) {
    Constraints constraints;
    for (std::size_t i = 0; i < rows.size(); ++i)
        constraints.push_back({rows.oid(i, 0), std::string(rows.text(i, 1)), std::string(rows.text(i, 2)),
                               rows.flag(i, 3), rows.flag(i, 4)});
    return constraints;
}

Constraints constraints_of(const std::set<Oid>& tables) {
    pg::Session session;
    const std::vector<Oid> list(tables.begin(), tables.end());
    return read_constraints(session.query(deferrable_of_tables, pg::Parameters().add_oids(list)));
}

Constraints constraints_of_all() {
    pg::Session session;
    return read_constraints(session.query(deferrable_of_all));
}

// From the relation cache: whether the table has deferrable triggers, or one below it may have. False when it is gone.
bool may_have_deferrable(Oid table) {
    return pg::call([&] {
        const Relation relation = try_table_open(table, AccessShareLock);
        if (relation == nullptr) return false;
        const TriggerDesc* triggers = relation->trigdesc;
        bool may_have = relation->rd_rel->relhassubclass;
        for (int i = 0; triggers != nullptr && i < triggers->numtriggers; ++i)
            may_have = may_have || triggers->triggers[i].tgdeferrable;
        table_close(relation, AccessShareLock);
        return may_have;
    });
}

std::set<Oid> with_deferrable(const std::set<Oid>& tables) {
    std::set<Oid> those;
    for (const Oid table : tables)
        if (may_have_deferrable(table)) those.insert(table);
    return those;
}

// One SET CONSTRAINTS for all of them, each name once (they are in its order): the server walks all pending events for
// each.
void set_mode(const Constraints& constraints, bool deferred) {
    if (constraints.empty()) return;
    pg::call([&] {
        ConstraintsSetStmt* statement = makeNode(ConstraintsSetStmt);
        const DeferredConstraints::Constraint* before = nullptr;
        for (const auto& constraint : constraints) {
            const bool again =
                before != nullptr && before->schema == constraint.schema && before->name == constraint.name;
            before = &constraint;
            if (again) continue;
            statement->constraints = lappend(
                statement->constraints,
                makeRangeVar(pstrdup(constraint.schema.c_str()), pstrdup(constraint.name.c_str()), -1));
        }
        statement->deferred = deferred;
        PushActiveSnapshot(GetTransactionSnapshot());
        AfterTriggerSetState(statement);
        PopActiveSnapshot();
        CommandCounterIncrement();
    });
}

// Fires the checks and takes the firing back, modes and all: they stay pending until commit.
void check_only(const Constraints& constraints) {
    if (constraints.empty()) return;
    pg::Subtransaction trial;
    set_mode(constraints, false);
    trial.rollback();
}

// What a table has pending after the constraints that are deferred by declaration, the caller has deferred.
void check_callers_choice(const DeferredConstraints::Constraint& constraint) {
    if (!has_pending(constraint.table)) return;
    set_mode({constraint}, false);
    if (!has_pending(constraint.table)) set_mode({constraint}, true);
}

// Which tables are to be looked at: those with checks pending, or all when a script has set modes. Each is asked once.
class PendingTables {
public:
    explicit PendingTables(bool all) : all_(all) {}

    bool concerns(Oid table) {
        if (all_) return true;
        const auto [entry, is_new] = known_.try_emplace(table, false);
        if (is_new) entry->second = has_pending(table);
        return entry->second;
    }

private:
    bool all_;
    std::map<Oid, bool> known_;
};

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
    const std::set<Oid> tables = with_deferrable(observed.changed_tables);
    if (tables.empty() && !observed.constraint_modes) return;
    const Constraints constraints = observed.constraint_modes ? constraints_of_all() : constraints_of(tables);
    PendingTables pending(observed.constraint_modes);
    Constraints ambiguous, deferred_by_default, others;
    for (const Constraint& constraint : constraints) {
        if (callers_.count({constraint.schema, constraint.name}) > 0 || !pending.concerns(constraint.table)) continue;
        if (constraint.name_is_ambiguous)
            ambiguous.push_back(constraint);
        else
            (constraint.deferred_by_default ? deferred_by_default : others).push_back(constraint);
    }
    check_only(ambiguous);
    set_mode(deferred_by_default, false);
    set_mode(deferred_by_default, true);
    if (observed.constraint_modes) return set_mode(others, false);
    for (const Constraint& constraint : others) check_callers_choice(constraint);
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
