#include "migrate/dependencies.h"

#include "migrate/live_catalog.h"
#include "migrate/planning.h"
#include "migrate/script_needs.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

using core::Mention;

// Who meets each mention of one reading, by position; none for those that need nothing.
struct Seen {
    core::Pass pass;
    std::vector<const core::Outcome*> outcome_at;

    Seen(core::Pass run, std::size_t mentions) : pass(std::move(run)), outcome_at(mentions, nullptr) {
        for (const core::Outcome& outcome : pass.outcomes) outcome_at[outcome.mention] = &outcome;
    }
    Seen(Seen&&) = delete;
};

// What an applied migration may have needed, but not surely, can be missing to this day: such needs are looked up.
class LiveLook {
public:
    LiveLook(const Actor& actor, const std::vector<core::Subject>& standing) {
        std::vector<const core::Reading*> readings;
        for (const core::Subject& subject : standing) readings.push_back(subject.reading);
        simulation_.run(live_catalog(actor, readings), core::database);
    }

    void correct(const core::Subject& subject, Seen& seen) {
        core::Reading weak;
        std::vector<core::Outcome*> assumed;
        for (core::Outcome& outcome : seen.pass.outcomes) {
            const Mention& mention = (*subject.reading)[outcome.mention];
            if (outcome.provider != core::database || mention.strength == core::Strength::Hard) continue;
            weak.push_back(mention);
            weak.back().bearing = core::Bearing::Needs;
            assumed.push_back(&outcome);
        }
        simulation_.set_path(*subject.path);
        const core::Pass pass = simulation_.run(weak, core::database);
        for (std::size_t i = 0; i < pass.outcomes.size(); ++i)
            if (pass.outcomes[i].provider == core::nobody) assumed[pass.outcomes[i].mention]->provider = core::nobody;
    }

private:
    core::Simulation simulation_{core::World::Closed};
};

class Listing {
public:
    Listing(const Planning& planning, std::optional<core::Index> only, LiveLook& live, pg::RowSet& rows)
        : planning_(planning), only_(only), live_(live), rows_(rows) {}

    // `past` knows whom the database owes its objects to; `now`, absent for what is applied, what it has.
    void list(const core::Subject& subject, core::Simulation& past, core::Simulation* now) {
        const auto self = static_cast<core::Provider>(subject.node);
        past.set_path(*subject.path);
        Seen attributed(past.run(*subject.reading, self), subject.reading->size());
        std::optional<Seen> present;
        if (now != nullptr) {
            now->set_path(*subject.path);
            present.emplace(now->run(*subject.reading, self), subject.reading->size());
        }
        if (only_ && *only_ != subject.node) return;
        if (now == nullptr) live_.correct(subject, attributed);
        const Seen& shown = present ? *present : attributed;
        const core::Simulation& simulation = now != nullptr ? *now : past;
        for (std::uint32_t i = 0; i < subject.reading->size(); ++i)
            add_row(subject, i, shown, attributed, simulation);
    }

private:
    void add_row(const core::Subject& subject, std::uint32_t i, const Seen& shown, const Seen& attributed,
                 const core::Simulation& simulation) {
        const Mention& mention = (*subject.reading)[i];
        const core::Outcome* outcome = shown.outcome_at[i];
        if (mention.bearing >= core::Bearing::Path || is_temporary(mention, outcome)) return;
        const bool is_unread = mention.kind == core::ObjectKind::Unread;
        Mention met = mention;
        if (outcome != nullptr && outcome->owner != nullptr) {
            met.schema = outcome->owner->schema;
            met.name = outcome->owner->name;
        }
        rows_.add({planning_.catalog().nodes[subject.node].identifier, core::name(mention.bearing),
                   core::name(mention.kind),
                   is_unread ? mention.name : simulation.display(met, shown.pass.schemas[i]),
                   core::name(mention.strength), mention.line, mention.statement,
                   satisfied_by(subject, outcome, attributed.outcome_at[i])});
    }

    static bool is_temporary(const Mention& mention, const core::Outcome* outcome) {
        return mention.schema == "pg_temp" || (outcome != nullptr && outcome->is_temporary);
    }

    pg::Cell satisfied_by(const core::Subject& subject, const core::Outcome* outcome,
                          const core::Outcome* attributed) const {
        if (outcome == nullptr || outcome->provider == core::nobody) return {};
        const bool is_known = attributed != nullptr && attributed->provider >= 0;
        const core::Provider provider = is_known ? attributed->provider : outcome->provider;
        if (provider < 0) return "database";
        if (static_cast<core::Index>(provider) == subject.node) return "same migration";
        return planning_.catalog().nodes[static_cast<core::Index>(provider)].identifier;
    }

    const Planning& planning_;
    std::optional<core::Index> only_;
    LiveLook& live_;
    pg::RowSet& rows_;
};

}  // namespace

Datum migrate_dependencies(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_dependencies");
    const Planning planning(who);
    std::optional<core::Index> only;
    if (arguments.text(0)) only = planning.find(arguments.text(0));
    pg::RowSet rows(arguments.fcinfo());
    const StandingScripts standing = planning.standing_scripts(who);
    LiveLook live(who, standing.subjects());
    Listing listing(planning, only, live, rows);
    const OpenScripts open(who, planning.catalog(), planning.in_version_order());
    core::Simulation past(core::World::Open);
    core::Simulation now(core::World::Closed);
    standing.load(past);
    open.load(now);
    for (const core::Subject& subject : standing.subjects()) listing.list(subject, past, nullptr);
    for (const core::Subject& subject : planning.in_plan_order(open)) listing.list(subject, past, &now);
    return Datum{0};
}

}  // namespace strata::migrate
