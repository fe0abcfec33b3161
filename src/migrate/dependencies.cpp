#include "migrate/dependencies.h"

#include "migrate/live_catalog.h"
#include "migrate/planning.h"
#include "migrate/script_needs.h"
#include "pg/name_list.h"
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

// What an applied migration may have needed, but not surely, can be missing to this day: such needs are looked up, and
// all needs of a skipped one.
class LiveLook {
public:
    LiveLook(const Actor& actor, const std::vector<core::Subject>& standing,
             const std::vector<core::Subject>& skipped) {
        std::vector<const core::Reading*> readings;
        for (const auto* subjects : {&standing, &skipped})
            for (const core::Subject& subject : *subjects) readings.push_back(subject.reading);
        simulation_.run(live_catalog(actor, readings), core::database);
    }

    enum class Doubt { WeakNeeds, AllNeeds };
    void correct(const core::Subject& subject, Seen& seen, Doubt doubt) {
        core::Reading weak;
        std::vector<core::Outcome*> assumed;
        for (core::Outcome& outcome : seen.pass.outcomes) {
            const Mention& mention = (*subject.reading)[outcome.mention];
            const bool is_sure = doubt == Doubt::WeakNeeds && mention.strength == core::Strength::Hard;
            if (outcome.provider != core::database || is_sure) continue;
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

    // `past` knows whom the database owes its objects to; `now`, absent for what does not wait to be applied, what it
    // has.
    void list(const core::Subject& subject, core::Simulation& past, core::Simulation* now,
              LiveLook::Doubt doubt = LiveLook::Doubt::WeakNeeds) {
        const auto self = static_cast<core::Provider>(subject.node);
        past.set_path(*subject.path);
        Seen attributed(past.run(*subject.reading, self), subject.reading->size());
        std::optional<Seen> present;
        if (now != nullptr) {
            now->set_path(*subject.path);
            present.emplace(now->run(*subject.reading, self), subject.reading->size());
        }
        if (only_ && *only_ != subject.node) return;
        if (now == nullptr) live_.correct(subject, attributed, doubt);
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
                   is_unread ? mention.name : simulation.display(met, shown.pass, i),
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

// The skipped, in version order, under the caller's path.
std::vector<core::Subject> skipped_subjects(const Planning& planning,
                                            const std::unordered_map<std::string, Readings>& readings,
                                            const std::vector<std::string>& path) {
    std::vector<core::Subject> subjects;
    for (const core::Index node : planning.in_version_order())
        if (const auto found = readings.find(planning.catalog().nodes[node].identifier); found != readings.end())
            subjects.push_back({node, &found->second.up, &path});
    return subjects;
}

}  // namespace

Datum migrate_dependencies(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_dependencies");
    const Planning planning(who);
    std::optional<core::Index> only;
    if (arguments.text(0)) only = planning.find(arguments.text(0));
    pg::RowSet rows(arguments.fcinfo());
    const StandingScripts standing = planning.standing_scripts(who);
    const auto skipped_readings = stored_readings(who, Which::Skipped);
    const std::vector<std::string> path = pg::schemas_of_path(who.search_path, who.run_as);
    const std::vector<core::Subject> skipped = skipped_subjects(planning, skipped_readings, path);
    LiveLook live(who, standing.subjects(), skipped);
    Listing listing(planning, only, live, rows);
    const OpenScripts open(who, planning.catalog(), planning.in_version_order());
    core::Simulation past(core::World::Open);
    core::Simulation now(core::World::Closed);
    standing.load(past);
    open.load(now);
    for (const core::Subject& subject : standing.subjects()) listing.list(subject, past, nullptr);
    for (const core::Subject& subject : planning.in_plan_order(open)) listing.list(subject, past, &now);
    for (const core::Subject& subject : skipped) listing.list(subject, past, nullptr, LiveLook::Doubt::AllNeeds);
    return Datum{0};
}

}  // namespace strata::migrate
