// Random readings through simulation, inference, examination and both planners: nothing crashes, everything happens twice alike,
// every prerequisite stands before its dependent unless they are in a cycle, and a refusal stands if a step is blocked.
#include <cstdlib>
#include <deque>
#include <utility>

#include "core/inference.h"
#include "core/plan_down.h"
#include "core/plan_up.h"
#include "material.h"

namespace {

using namespace strata::core;
using strata::fuzz::Material;

void demand(bool holds) {
    if (!holds) std::abort();
}

struct Setting {
    Reading present;
    std::deque<Reading> readings;
    std::vector<std::string> path = {"public", "app"};
    std::vector<Subject> pending, applied;
    Catalog catalog;
    ExtensionMembers extensions;
};

// Nodes are numbered in version order, as the planners want their subjects.
Setting setting_of(Material& material) {
    Setting setting;
    setting.present = material.reading(6);
    for (auto& mention : setting.present) mention.bearing = Bearing::Provides;
    if (material.one_in(3)) setting.extensions["a"] = material.reading(3);
    const int count = 1 + material.below(8);
    for (int i = 0; i < count; ++i) {
        setting.readings.push_back(material.reading(12));
        Node node;
        node.identifier = "00" + std::to_string(i) + "_x";
        node.registration = i + 1;
        node.has_down = true;
        node.transactional = !material.one_in(9);
        node.state = material.one_in(3) ? State::Applied : State::Pending;
        node.position = i + 1;
        const Subject subject{static_cast<Index>(i), &setting.readings.back(), &setting.path};
        (node.state == State::Applied ? setting.applied : setting.pending).push_back(subject);
        setting.catalog.nodes.push_back(std::move(node));
    }
    return setting;
}

void set_up(Simulation& simulation, const Setting& setting) {
    simulation.know_extensions(setting.extensions);
    simulation.set_path(setting.path);
    simulation.run(setting.present, database);
}

// What a run says points into the reading and at those who took part.
void check_pass(const Pass& pass, std::size_t mentions, Provider highest) {
    demand(pass.schemas.size() == mentions);
    for (const auto& outcome : pass.outcomes) {
        demand(outcome.mention < mentions);
        demand(outcome.provider >= nobody && outcome.provider <= highest);
        demand(outcome.dropped.who >= nobody && outcome.dropped.who <= highest);
        demand(outcome.offer >= nobody && outcome.offer <= highest);
    }
    for (const auto& clash : pass.clashes) demand(clash.mention < mentions);
}

void check_runs(const Setting& setting) {
    Simulation simulation(World::Closed);
    set_up(simulation, setting);
    const auto highest = static_cast<Provider>(setting.catalog.nodes.size()) - 1;
    for (const auto& subject : setting.pending) {
        const auto pass = simulation.run(*subject.reading, static_cast<Provider>(subject.node));
        check_pass(pass, subject.reading->size(), highest);
        for (std::uint32_t i = 0; i < subject.reading->size(); ++i) {
            described(simulation, (*subject.reading)[i], pass.schemas[i]);
            beneficiary(*subject.reading, i);
        }
    }
}

Catalog inferred(const Setting& setting) {
    Catalog catalog = setting.catalog;
    Simulation up(World::Closed);
    set_up(up, setting);
    infer_up(up, setting.pending, catalog);
    Simulation past(World::Open);
    infer_applied(past, setting.applied, catalog);
    return catalog;
}

// What the steps of the plan lack, in their order.
Catalog examined(const Setting& setting, const Catalog& catalog) {
    const auto order = order_up(catalog, {});
    demand(order.ok());
    std::vector<Subject> steps;
    for (const Index node : *order)
        for (const auto& subject : setting.pending)
            if (subject.node == node) steps.push_back(subject);
    const Surroundings nothing{[](const Mention&, const std::string&) { return std::vector<std::string>{}; },
                               [](const Mention&, const std::string&) { return std::nullopt; }};
    Simulation simulation(World::Closed);
    set_up(simulation, setting);
    Catalog result = catalog;
    examine_up(simulation, steps, nothing, result);
    return result;
}

std::string transcript(const Catalog& catalog) {
    std::string text;
    for (const auto& edge : catalog.edges) {
        demand(edge.dependent < catalog.nodes.size() && edge.prerequisite < catalog.nodes.size());
        demand(edge.dependent != edge.prerequisite);
        text += std::to_string(edge.dependent) + '>' + std::to_string(edge.prerequisite) + ' ' + edge.reason + '\n';
    }
    for (const auto& missing : catalog.missing) text += std::to_string(missing.dependent) + ' ' + missing.reason + '\n';
    for (const auto& remark : catalog.remarks) text += std::to_string(remark.node) + ' ' + remark.note + '\n';
    return text;
}

std::vector<Index> component_of(const Catalog& catalog) {
    std::vector<Arrow> arrows;
    for (const auto& edge : catalog.edges) arrows.push_back({edge.prerequisite, edge.dependent});
    return strong_components(Adjacency(catalog.nodes.size(), arrows));
}

void check_order(const Catalog& catalog, const Plan& plan) {
    std::vector<std::size_t> place(catalog.nodes.size(), plan.steps.size());
    bool is_blocked = false;
    for (std::size_t i = 0; i < plan.steps.size(); ++i) {
        demand(place[plan.steps[i].node] == plan.steps.size());
        place[plan.steps[i].node] = i;
        is_blocked |= plan.steps[i].action == Action::Blocked;
    }
    demand(is_blocked == plan.refusal.has_value());
    const auto component = component_of(catalog);
    for (const auto& edge : catalog.edges) {
        const bool both = place[edge.dependent] < plan.steps.size() && place[edge.prerequisite] < plan.steps.size();
        if (both && component[edge.dependent] != component[edge.prerequisite])
            demand(place[edge.prerequisite] < place[edge.dependent]);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Material material(data, size);
    const Setting setting = setting_of(material);
    check_runs(setting);
    const Catalog catalog = inferred(setting);
    demand(transcript(catalog) == transcript(inferred(setting)));

    const Catalog judged = examined(setting, catalog);
    demand(transcript(judged) == transcript(examined(setting, catalog)));
    const auto up = plan_up(judged, {});
    demand(up.ok());
    check_order(judged, *up);
    demand(plan_down(catalog, {.all = true}).ok());
    return 0;
}
