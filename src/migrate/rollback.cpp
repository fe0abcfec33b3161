#include "migrate/rollback.h"

#include "core/text.h"
#include "migrate/options.h"
#include "migrate/raise.h"
#include "migrate/steps.h"

namespace strata::migrate {

namespace {

core::DownRequest request_of(const Planning& planning, const pg::Arguments& arguments, const Options& options) {
    core::DownRequest request;
    if (const auto target = arguments.text(0)) request.target = planning.find(target);
    request.steps = arguments.integer(1);
    if (const auto migration = arguments.text(2)) request.migration = planning.find(migration);
    request.cascade = arguments.flag(3);
    request.all = options.flag("all");
    return request;
}

// Before anything is taken back: what cannot be applied again.
void require_way_forward(const Planning& planning, const core::Plan& plan) {
    for (const core::Step& step : plan.steps) {
        const core::Node& node = planning.catalog().nodes[step.node];
        if (node.transactional) continue;
        raise({core::Condition::NotTransactional,
               core::concat("migration ", core::quoted(node.identifier), " cannot be applied again in a transaction"),
               core::concat("In its up script, ", node.obstacle, " cannot run inside a transaction block."),
               core::concat(core::call_statement("migrate_run_rollback",
                                                 std::vector{"migration => " + core::quote_literal(node.identifier)}),
                            ", then ",
                            core::call_statement("migrate_run", std::vector{"only_these => " + core::quote_array(
                                                                    std::vector{node.identifier})}),
                            ", does it in transactions of their own.")});
    }
}

}  // namespace

Datum migrate_rollback(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_rollback", Level::Operator);
    const Options options(arguments.jsonb(4), with_limits({"reason", "all"}));
    const LimitSource limits(who, options);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Rollback);
    const Planning planning(who);
    const core::Plan plan = planning.down(who, request_of(planning, arguments, options));
    require_runnable(who, planning, plan);
    engine::CallScope call;
    Run run{who, &writer, call, own_names(), options.text("reason"), &limits};
    int number = 0;
    for (const core::Step& step : plan.steps) {
        const Particulars& step_of = planning.particulars()[step.node];
        rows.add(step_row(++number, step_of.provenance.migration, "rollback",
                          rollback_step(run, step_of.provenance, step_of.path, OnLockFailure::Retry), "rolled back"));
    }
    writer.finish();
    if (plan.steps.empty()) rows.add(nothing_row());
    return Datum{0};
}

Datum migrate_redo(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_redo", Level::Operator);
    const LimitSource limits(who, Options("{}", {}));
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Rollback);
    const Planning planning(who);
    core::DownRequest request;
    if (const auto migration = arguments.text(0))
        request.migration = planning.find(migration);
    else
        request.steps = 1;
    const core::Plan plan = planning.down(who, request);
    require_runnable(who, planning, plan);
    require_way_forward(planning, plan);
    engine::CallScope call;
    Run run{who, &writer, call, own_names(), std::nullopt, &limits};
    int number = 0;
    for (const core::Step& step : plan.steps) {
        const Particulars& step_of = planning.particulars()[step.node];
        const Provenance& provenance = step_of.provenance;
        rows.add(step_row(++number, provenance.migration, "rollback",
                          rollback_step(run, provenance, step_of.path, OnLockFailure::Retry), "rolled back"));
        rows.add(step_row(++number, provenance.migration, "apply",
                          apply_step(run, provenance, OnLockFailure::Retry), "applied"));
    }
    writer.finish();
    if (plan.steps.empty()) rows.add(nothing_row());
    return Datum{0};
}

}  // namespace strata::migrate
