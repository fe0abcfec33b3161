#include "migrate/apply.h"

#include "core/text.h"
#include "migrate/reasons.h"
#include "migrate/steps.h"
#include "pg/lock.h"

namespace strata::migrate {

namespace {

// The planner's estimate, said again when it matters.
void warn_of_locks(const Planning& planning, const core::Plan& plan) {
    std::int64_t locks = 0;
    for (const core::Step& step : plan.steps) locks += planning.catalog().nodes[step.node].locks;
    const std::int64_t capacity = pg::lock_table_capacity();
    if (locks < capacity / 10 * 8) return;
    pg::warn({"01000", core::concat("this run will hold about ", locks, " locks, and the lock table is made for ",
                                      capacity),
                "", "Apply in parts, with target, or raise max_locks_per_transaction."});
}

OnLockFailure on_lock_failure(const core::Step& step) {
    return step.may_wait ? OnLockFailure::Retry : OnLockFailure::Raise;
}

}  // namespace

Datum migrate_apply(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_apply", Level::Operator);
    const Options options(arguments.jsonb(2), with_limits({"reason", "ignore_blocked"}));
    const std::optional<std::string> ignored = reason_to_ignore(options);
    const LimitSource limits(who, options);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Apply);
    const Planning planning(who);
    const core::Plan plan = planning.up(who, {arguments.text(0), arguments.texts(1), ignored.has_value()});
    require_runnable(who, planning, plan);
    warn_of_locks(planning, plan);
    engine::CallScope call;
    Run run{who, &writer, call, own_names(), reason_of(options, ignored), &limits};
    int number = 0;
    for (const core::Step& step : plan.steps) {
        const Provenance& provenance = planning.particulars()[step.node].provenance;
        rows.add(step_row(++number, provenance.migration, "apply",
                          apply_step(run, provenance, on_lock_failure(step)), "applied"));
    }
    writer.finish();
    if (plan.steps.empty()) rows.add(nothing_row());
    return Datum{0};
}

}  // namespace strata::migrate
