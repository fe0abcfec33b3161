// Plans made from scripts: inference, order and examination together, as the extension runs them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "core/inference.h"
#include "core/plan_up.h"
#include "planner_fixture.h"
#include "reading_builder.h"

namespace strata::core {

class ScriptedPlan {
public:
    ScriptedPlan& live(Reading reading) {
        live_.insert(live_.end(), reading.begin(), reading.end());
        return *this;
    }
    // Identifiers in version order.
    ScriptedPlan& add(std::string identifier, Reading reading) {
        builder_.add(std::move(identifier));
        readings_.push_back(std::move(reading));
        return *this;
    }
    ScriptedPlan& near(std::string wanted, std::vector<std::string> names) {
        near_[std::move(wanted)] = std::move(names);
        return *this;
    }
    ScriptedPlan& excuse(std::string wanted, std::string note) {
        excuses_[std::move(wanted)] = {std::move(note), "SELECT help()"};
        return *this;
    }
    CatalogBuilder& builder() { return builder_; }

    const Plan& plan(UpRequest request = {}) {
        catalog = builder_.catalog;
        Simulation past(World::Closed);
        const std::size_t sound = infer_up(loaded(past), subjects(in_order()), catalog);
        Simulation simulation(World::Closed);
        const auto order = order_up(catalog, request);
        examine_up(loaded(simulation), subjects(*order), surroundings(), catalog);
        const bool keeps_order = std::equal(order->begin(), order->end(), in_order().begin());
        const bool is_silent = catalog.missing.size() == builder_.catalog.missing.size() &&
                               catalog.remarks.size() == builder_.catalog.remarks.size();
        EXPECT_TRUE(is_silent || !keeps_order || order->size() > sound) << "infer_up() promised that nothing is to say";
        made_ = *plan_up(catalog, request);
        return made_;
    }

    std::string outline() { return core::outline(catalog, plan()); }
    const Step& step(std::string_view identifier) { return step_of(catalog, plan(), identifier); }
    std::string note(std::string_view identifier) { return step(identifier).note; }

    // "002 -> 001 needs ..."; ~> for those that do not bind. In the order of the catalog.
    std::vector<std::string> edges() {
        plan();
        std::vector<std::string> texts;
        for (const Edge& edge : catalog.edges)
            texts.push_back(catalog.nodes[edge.dependent].identifier + (binds(edge.kind) ? " -> " : " ~> ") +
                            catalog.nodes[edge.prerequisite].identifier + ": " + edge.reason);
        return texts;
    }

    Catalog catalog;

private:
    std::vector<Index> in_order() const {
        std::vector<Index> order(readings_.size());
        for (Index i = 0; i < order.size(); ++i) order[i] = i;
        return order;
    }
    std::vector<Subject> subjects(const std::vector<Index>& order) const {
        std::vector<Subject> all;
        for (const Index node : order) all.push_back({node, &readings_[node], &path_});
        return all;
    }
    Simulation& loaded(Simulation& simulation) const {
        simulation.set_path(path_);
        simulation.run(live_, database);
        simulation.forget_opaque();
        return simulation;
    }
    Surroundings surroundings() const {
        Surroundings answers;
        answers.near = [this](const Mention& need, const std::string&) {
            const auto found = near_.find(need.name);
            return found == near_.end() ? std::vector<std::string>() : found->second;
        };
        answers.excuse = [this](const Mention& need, const std::string&) {
            const auto found = excuses_.find(need.name);
            return found == excuses_.end() ? std::optional<Surroundings::Excuse>() : found->second;
        };
        return answers;
    }

    CatalogBuilder builder_;
    std::vector<Reading> readings_;
    std::vector<std::string> path_ = {"public"};
    Reading live_ = {provides(ObjectKind::Schema, "public")};
    std::map<std::string, std::vector<std::string>> near_;
    std::map<std::string, Surroundings::Excuse> excuses_;
    Plan made_;
};

}  // namespace strata::core
