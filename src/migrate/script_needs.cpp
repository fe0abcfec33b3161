#include "migrate/script_needs.h"

#include <algorithm>

#include "core/down_reach.h"
#include "core/near_names.h"
#include "core/text.h"
#include "migrate/elsewhere.h"
#include "migrate/live_catalog.h"
#include "pg/name_list.h"

namespace strata::migrate {

namespace {

bool is_open(const core::Node& node) {
    return node.state == core::State::Pending || node.state == core::State::Partial;
}

}  // namespace

OpenScripts::OpenScripts(const Actor& actor, const core::Catalog& catalog,
                         const std::vector<core::Index>& version_order)
    : actor_(actor), readings_(stored_readings(actor, Which::Open)),
      path_(pg::schemas_of_path(actor.search_path, actor.run_as)) {
    std::vector<const core::Reading*> all;
    for (const core::Index node : version_order) {
        if (!is_open(catalog.nodes[node])) continue;
        const auto found = readings_.find(catalog.nodes[node].identifier);
        if (found == readings_.end()) continue;
        subjects_.push_back({node, &found->second.up, &path_});
        all.push_back(&found->second.up);
    }
    if (!subjects_.empty()) live_ = live_catalog(actor, all);
    extensions_.emplace(live_);
    for (auto& [migration, readings] : readings_) extensions_->read_for(readings.up);
}

core::Simulation& OpenScripts::load(core::Simulation& simulation) const {
    simulation.know_extensions(extensions_->members());
    simulation.set_path({});
    simulation.run(live_, core::database);
    simulation.forget_opaque();
    return simulation;
}

std::size_t OpenScripts::add_edges(core::Catalog& catalog) const {
    core::Simulation simulation(core::World::Closed);
    return core::infer_up(load(simulation), subjects_, catalog);
}

void OpenScripts::examine(const std::vector<core::Index>& plan_order, std::size_t sound,
                          core::Catalog& catalog) const {
    std::vector<const core::Subject*> subject_of(catalog.nodes.size(), nullptr);
    for (const core::Subject& subject : subjects_) subject_of[subject.node] = &subject;
    std::vector<core::Subject> ordered;
    for (const core::Index node : plan_order)
        if (subject_of[node] != nullptr) ordered.push_back(*subject_of[node]);
    for (const core::Subject& subject : ordered) block_unavailable_extensions(subject, catalog);
    const auto is_same = [](const core::Subject& one, const core::Subject& other) { return one.node == other.node; };
    if (ordered.size() <= sound && std::equal(ordered.begin(), ordered.end(), subjects_.begin(), is_same)) return;
    core::Simulation simulation(core::World::Closed);
    Elsewhere elsewhere(actor_, catalog, subjects_);
    const core::Surroundings surroundings{
        [&](const core::Mention& need, const std::string& object) { return elsewhere.near(need, object); },
        [&](const core::Mention& need, const std::string&) { return elsewhere.excuse(need); }};
    core::examine_up(load(simulation), ordered, surroundings, catalog);
}

void OpenScripts::block_unavailable_extensions(const core::Subject& subject, core::Catalog& catalog) const {
    for (const core::Mention& mention : *subject.reading) {
        if (mention.bearing != core::Bearing::Provides || mention.kind != core::ObjectKind::Extension) continue;
        if (mention.has(core::mention_flag::uncertain) || extensions_->is_available(mention.name)) continue;
        const auto near = core::near_names(mention.name, available_extensions(actor_));
        const std::string question =
            near.empty() ? std::string() : core::concat(" (did you mean ", core::quoted_list(near, "or"), "?)");
        const std::string what = core::concat("extension ", core::quoted(mention.name));
        catalog.missing.push_back({subject.node, what, core::EdgeKind::Inferred,
                                   core::concat(what, " (line ", mention.line, ") is not available on this server",
                                                question),
                                   "SELECT * FROM pg_available_extensions"});
    }
}

StandingScripts::StandingScripts(const Actor& actor, const core::Catalog& catalog,
                                 const std::vector<Applied>& by_application)
    : actor_(actor), readings_(stored_readings(actor, Which::Standing)), schemas_(live_catalog(actor, {})), extensions_({}) {
    std::erase_if(schemas_, [](const core::Mention& there) { return there.kind != core::ObjectKind::Schema; });
    paths_.reserve(by_application.size());  // subjects_ points into it
    for (const Applied& applied : by_application) {
        const auto found = readings_.find(catalog.nodes[applied.node].identifier);
        if (found == readings_.end()) continue;
        extensions_.read_for(found->second.up);
        paths_.push_back(pg::schemas_of_path(*applied.search_path, *applied.applier));
        subjects_.push_back({applied.node, &found->second.up, &paths_.back()});
        downs_.push_back(&found->second.down);
    }
}

core::Simulation& StandingScripts::load(core::Simulation& simulation) const {
    simulation.know_extensions(extensions_.members());
    simulation.run(schemas_, core::database);
    return simulation;
}

void StandingScripts::add_edges(core::Catalog& catalog) const {
    core::Simulation simulation(core::World::Open);
    core::infer_applied(load(simulation), subjects_, catalog);
}

void StandingScripts::add_takings(core::Catalog& catalog) const {
    std::vector<core::WayBack> ways_back;
    for (std::size_t i = 0; i < subjects_.size(); ++i)
        if (core::reaches_further(*downs_[i])) ways_back.push_back({subjects_[i].node, downs_[i], subjects_[i].path});
    if (ways_back.empty()) return;
    core::Sightings past;
    core::Simulation simulation(core::World::Open);
    load(simulation);
    std::vector<const core::Reading*> all;
    for (const core::Subject& subject : subjects_) {
        all.push_back(subject.reading);
        simulation.set_path(*subject.path);
        const core::Pass pass = simulation.run(*subject.reading, static_cast<core::Provider>(subject.node));
        past.add(subject.node, *subject.reading, pass, simulation);
    }
    core::Simulation now(core::World::Closed);
    now.run(live_catalog(actor_, all), core::database);
    const auto has = [&now](const core::Mention& object) {
        core::Mention need = object;
        need.bearing = core::Bearing::Needs;
        need.or_of.clear();
        return now.run({need}, core::database).outcomes.front().provider != core::nobody;
    };
    const auto owned_by = [this](const std::string& role) { return owned_objects(actor_, role); };
    core::find_takings(past, ways_back, {owned_by, has}, catalog);
}

}  // namespace strata::migrate
