#include "migrate/script_needs.h"

#include "core/near_names.h"
#include "core/text.h"
#include "migrate/live_catalog.h"
#include "pg/search_path.h"

namespace strata::migrate {

namespace {

bool is_open(const core::Node& node) {
    return node.state == core::State::Pending || node.state == core::State::Partial;
}

// Why a migration that is not open does not help.
core::Surroundings::Excuse excuse_of(const core::Node& provider) {
    const std::string identifier = core::quote_literal(provider.identifier);
    if (provider.state == core::State::Skipped)
        return {core::concat(core::quoted(provider.identifier), " provides it, but is marked skipped"),
                core::select_call("migrate_mark", {identifier, "'pending'", "'needed after all'"})};
    return {core::concat(core::quoted(provider.identifier), ", which is applied, provided it, and it is gone since"),
            core::select_call("migrate_mark", {identifier, "'pending'", "'what it made is gone'"})};
}

}  // namespace

OpenScripts::OpenScripts(const Actor& actor, const core::Catalog& catalog,
                         const std::vector<core::Index>& version_order)
    : actor_(actor), readings_(stored_readings(actor, Which::Open)),
      path_(pg::search_path_names(actor.search_path, actor.run_as)) {
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

void OpenScripts::add_edges(core::Catalog& catalog) const {
    core::Simulation simulation(core::World::Closed);
    core::infer_up(load(simulation), subjects_, catalog);
}

void OpenScripts::examine(const std::vector<core::Index>& plan_order, core::Catalog& catalog) const {
    std::vector<const core::Subject*> subject_of(catalog.nodes.size(), nullptr);
    for (const core::Subject& subject : subjects_) subject_of[subject.node] = &subject;
    std::vector<core::Subject> ordered;
    for (const core::Index node : plan_order)
        if (subject_of[node] != nullptr) ordered.push_back(*subject_of[node]);
    core::Simulation simulation(core::World::Closed);
    core::examine_up(load(simulation), ordered, surroundings(catalog), catalog);
    for (const core::Subject& subject : ordered) block_unavailable_extensions(subject, catalog);
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

std::vector<std::string> OpenScripts::near(const core::Mention& need, const std::string& object) const {
    if (core::is_member(need.kind)) return {};
    const std::size_t dot = object.find('.');
    const std::string schema = dot == std::string::npos ? std::string() : object.substr(0, dot);
    std::vector<std::string> candidates = live_names(actor_, need.kind, schema);
    for (const core::Subject& subject : subjects_)
        for (const core::Mention& mention : *subject.reading)
            if (mention.bearing == core::Bearing::Provides && !core::is_member(mention.kind) &&
                core::space_of(mention.kind) == core::space_of(need.kind) && mention.kind != core::ObjectKind::Index)
                candidates.push_back(mention.name);
    return core::near_names(need.name, candidates);
}

core::Surroundings OpenScripts::surroundings(const core::Catalog& catalog) const {
    core::Surroundings answers;
    answers.near = [this](const core::Mention& need, const std::string& object) { return near(need, object); };
    auto all = std::make_shared<std::optional<std::unordered_map<std::string, Readings>>>();
    answers.excuse = [this, all, &catalog](const core::Mention& need, const std::string&) {
        if (!*all) *all = stored_readings(actor_, Which::All);
        for (const core::Node& node : catalog.nodes) {
            if (is_open(node)) continue;
            const auto found = (*all)->find(node.identifier);
            if (found == (*all)->end()) continue;
            for (const core::Mention& mention : found->second.up)
                if (core::provides_same(mention, need)) return std::optional(excuse_of(node));
        }
        return std::optional<core::Surroundings::Excuse>();
    };
    return answers;
}

StandingScripts::StandingScripts(const Actor& actor, const core::Catalog& catalog,
                                 const std::vector<Applied>& by_application)
    : readings_(stored_readings(actor, Which::Standing)), schemas_(live_catalog(actor, {})), extensions_({}) {
    paths_.reserve(by_application.size());  // subjects_ points into it
    for (const Applied& applied : by_application) {
        const auto found = readings_.find(catalog.nodes[applied.node].identifier);
        if (found == readings_.end()) continue;
        extensions_.read_for(found->second.up);
        paths_.push_back(pg::search_path_names(*applied.search_path, *applied.applier));
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

}  // namespace strata::migrate
