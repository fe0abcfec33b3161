// Building catalogs and reading plans by identifier, for the planners' tests.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "core/plan.h"

namespace strata::core {

class CatalogBuilder {
public:
    CatalogBuilder& add(std::string identifier, State state = State::Pending, std::int64_t position = 0) {
        Node node;
        node.identifier = std::move(identifier);
        node.registration = static_cast<std::int64_t>(catalog.nodes.size()) + 1;
        node.state = state;
        node.position = position;
        node.has_down = true;
        catalog.nodes.push_back(std::move(node));
        return *this;
    }

    // Applied in the order of the calls.
    CatalogBuilder& applied(std::string identifier) { return add(std::move(identifier), State::Applied, ++position_); }

    CatalogBuilder& requires_(std::string_view dependent, std::string_view prerequisite) {
        catalog.edges.push_back({index(dependent), index(prerequisite), EdgeKind::Declared, {}});
        return *this;
    }

    CatalogBuilder& inferred(std::string_view dependent, std::string_view prerequisite, std::string reason) {
        catalog.edges.push_back({index(dependent), index(prerequisite), EdgeKind::Inferred, std::move(reason)});
        return *this;
    }

    CatalogBuilder& lacks(std::string_view dependent, std::string what) {
        catalog.missing.push_back({index(dependent), std::move(what), EdgeKind::Declared, {}, {}});
        return *this;
    }

    CatalogBuilder& conflict(std::string_view one, std::string_view other) {
        catalog.conflicts.push_back({index(one), index(other)});
        return *this;
    }

    Index index(std::string_view identifier) const {
        const auto at = std::find_if(catalog.nodes.begin(), catalog.nodes.end(),
                                     [&](const Node& node) { return node.identifier == identifier; });
        EXPECT_NE(at, catalog.nodes.end()) << identifier;
        return static_cast<Index>(at - catalog.nodes.begin());
    }

    Node& node(std::string_view identifier) { return catalog.nodes[index(identifier)]; }

    Catalog catalog;

private:
    std::int64_t position_ = 0;
};

// "001_a 002_b! ..." in order of the steps; '!' for a blocked one.
inline std::string outline(const Catalog& catalog, const Plan& plan) {
    std::string text;
    for (const auto& step : plan.steps) {
        if (!text.empty()) text += ' ';
        text += catalog.nodes[step.node].identifier;
        if (step.action == Action::Blocked) text += '!';
    }
    return text;
}

inline const Step& step_of(const Catalog& catalog, const Plan& plan, std::string_view identifier) {
    const auto at = std::find_if(plan.steps.begin(), plan.steps.end(), [&](const Step& step) {
        return catalog.nodes[step.node].identifier == identifier;
    });
    EXPECT_NE(at, plan.steps.end()) << identifier;
    return *at;
}

// Everything a plan says, independent of the numbering of nodes.
inline std::string transcript(const Catalog& catalog, const Plan& plan) {
    std::string text;
    for (const auto& step : plan.steps) {
        text += catalog.nodes[step.node].identifier + '|' + std::string(name(step.action)) + '|' + step.note + '|' +
                step.fix_call + '|' + (step.out_of_order ? "late" : "") + '|' + std::string(sqlstate(step.condition));
        for (const auto& need : step.needs) text += ',' + need;
        text += '\n';
    }
    if (plan.refusal) text += plan.refusal->message + '\n' + plan.refusal->detail + '\n' + plan.refusal->hint;
    return text;
}

// The same catalog with all its lists in another order. `moved` maps old indexes to new ones.
inline Catalog shuffled(const Catalog& catalog, std::mt19937& random, std::vector<Index>& moved) {
    moved.resize(catalog.nodes.size());
    for (Index i = 0; i < moved.size(); ++i) moved[i] = i;
    std::shuffle(moved.begin(), moved.end(), random);
    Catalog other = catalog;
    for (Index i = 0; i < moved.size(); ++i) other.nodes[moved[i]] = catalog.nodes[i];
    for (auto& edge : other.edges) edge = {moved[edge.dependent], moved[edge.prerequisite], edge.kind, edge.reason};
    for (auto& missing : other.missing) missing.dependent = moved[missing.dependent];
    for (auto& conflict : other.conflicts) {
        conflict = {moved[conflict.one], moved[conflict.other]};
        if (random() % 2 == 0) std::swap(conflict.one, conflict.other);
    }
    std::shuffle(other.edges.begin(), other.edges.end(), random);
    std::shuffle(other.missing.begin(), other.missing.end(), random);
    std::shuffle(other.conflicts.begin(), other.conflicts.end(), random);
    return other;
}

// A catalog of everything that can happen. Edges may form cycles.
inline Catalog random_catalog(std::mt19937& random) {
    static constexpr State states[] = {State::Pending, State::Pending, State::Pending, State::Pending, State::Applied,
                                       State::Applied, State::Applied, State::Partial, State::Skipped};
    CatalogBuilder builder;
    const auto nodes = 1 + random() % 14;
    for (std::size_t i = 0; i < nodes; ++i) {
        const auto lead = random() % 5 == 0 ? "x" : std::to_string(random() % 9);
        builder.add(lead + "_" + std::to_string(i), states[random() % std::size(states)],
                    static_cast<std::int64_t>(1 + i * 7919 % 101));
        auto& node = builder.catalog.nodes.back();
        node.transactional = random() % 8 != 0;
        node.has_down = random() % 8 != 0;
        node.down_transactional = random() % 10 != 0;
        node.locks = static_cast<std::int64_t>(random() % 20);
    }
    const auto any = [&] { return static_cast<Index>(random() % nodes); };
    for (std::size_t i = random() % (2 * nodes); i > 0; --i) {
        const bool inferred = random() % 3 == 0;
        builder.catalog.edges.push_back({any(), any(), inferred ? EdgeKind::Inferred : EdgeKind::Declared,
                                         inferred ? "needs table t" + std::to_string(random() % 2) : ""});
    }
    for (std::size_t i = random() % 3; i > 0; --i) {
        builder.catalog.missing.push_back({any(), "m" + std::to_string(random() % 3), EdgeKind::Declared, {}, {}});
    }
    for (std::size_t i = random() % 3; i > 0; --i) builder.catalog.conflicts.push_back({any(), any()});
    return std::move(builder.catalog);
}

}  // namespace strata::core
