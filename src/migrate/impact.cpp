#include "migrate/impact.h"

#include "migrate/applied_table.h"
#include "migrate/impact_target.h"
#include "migrate/planning.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

// All registered migrations in the order in which they ran and would run.
void sight(const core::Subject& subject, core::Simulation& simulation, core::Sightings& sightings) {
    simulation.set_path(*subject.path);
    const core::Pass pass = simulation.run(*subject.reading, static_cast<core::Provider>(subject.node));
    sightings.add(subject.node, *subject.reading, pass, simulation);
}

void add_migrations(const ImpactTarget& target, const core::Sightings& sightings, const core::Catalog& catalog,
                    pg::RowSet& rows) {
    for (const core::Dependent& dependent :
         core::find_dependents(sightings, target.things, target.live.aspect, catalog)) {
        const core::Node& node = catalog.nodes[sightings.script(dependent.script).node];
        rows.add({"migration", node.identifier, state_name(node.state), dependent.reason});
    }
}

}  // namespace

Datum migrate_impact(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_impact");
    const Planning planning(who);
    pg::RowSet rows(arguments.fcinfo());
    const StandingScripts standing = planning.standing_scripts(who);
    const OpenScripts open(who, planning.catalog(), planning.in_version_order());
    core::Sightings sightings;
    core::Simulation past(core::World::Open);
    standing.load(past);
    for (const core::Subject& subject : standing.subjects()) sight(subject, past, sightings);
    core::Simulation now(core::World::Closed);
    open.load(now);
    for (const core::Subject& subject : planning.in_plan_order(open))
        if (planning.catalog().nodes[subject.node].state != core::State::Partial) sight(subject, now, sightings);
    const ImpactTarget target = find_impact_target(who, arguments.text(0).value_or(""), sightings);
    add_migrations(target, sightings, planning.catalog(), rows);
    for (const LiveDependent& dependent : live_dependents(who, target.live))
        rows.add({dependent.kind, dependent.identity, "live", dependent.reason});
    return Datum{0};
}

}  // namespace strata::migrate
