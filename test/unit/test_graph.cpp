#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "core/graph.h"

namespace strata::core {
namespace {

using Nodes = std::vector<Index>;

std::vector<Arrow> random_arrows(std::mt19937& random, Index nodes, std::size_t count) {
    std::vector<Arrow> arrows;
    for (std::size_t i = 0; i < count; ++i) {
        arrows.push_back({static_cast<Index>(random() % nodes), static_cast<Index>(random() % nodes)});
    }
    return arrows;
}

// reaches[a][b]: whether a path of at least one arrow leads from a to b (Warshall), as a shortest length.
std::vector<std::vector<std::size_t>> distances(Index nodes, const std::vector<Arrow>& arrows) {
    constexpr std::size_t never = 1000;
    std::vector<std::vector<std::size_t>> far(nodes, std::vector<std::size_t>(nodes, never));
    for (const auto& arrow : arrows) far[arrow.from][arrow.to] = 1;
    for (Index k = 0; k < nodes; ++k) {
        for (Index i = 0; i < nodes; ++i) {
            for (Index j = 0; j < nodes; ++j) far[i][j] = std::min(far[i][j], far[i][k] + far[k][j]);
        }
    }
    return far;
}

TEST(Graph, SuccessorsAscend) {
    const std::vector<Arrow> arrows{{1, 2}, {0, 2}, {1, 0}, {1, 1}};
    const Adjacency graph(3, arrows);
    EXPECT_EQ(graph.size(), 3u);
    EXPECT_TRUE(std::ranges::equal(graph.successors(1), Nodes{0, 1, 2}));
    EXPECT_TRUE(std::ranges::equal(graph.successors(0), Nodes{2}));
    EXPECT_TRUE(graph.successors(2).empty());
}

TEST(Graph, ComponentsAreMutualReachability) {
    std::mt19937 random(5);
    for (int round = 0; round < 300; ++round) {
        const Index nodes = 1 + random() % 12;
        const auto arrows = random_arrows(random, nodes, random() % 24);
        const auto component = strong_components(Adjacency(nodes, arrows));
        const auto far = distances(nodes, arrows);
        for (Index a = 0; a < nodes; ++a) {
            for (Index b = 0; b < nodes; ++b) {
                const bool mutual = a == b || (far[a][b] < 1000 && far[b][a] < 1000);
                ASSERT_EQ(component[a] == component[b], mutual);
            }
        }
    }
}

TEST(Graph, CyclicComponentsHoldWhoReachesItself) {
    std::mt19937 random(6);
    for (int round = 0; round < 300; ++round) {
        const Index nodes = 1 + random() % 12;
        const auto arrows = random_arrows(random, nodes, random() % 20);
        const Adjacency graph(nodes, arrows);
        const auto far = distances(nodes, arrows);
        std::set<Index> expected;
        for (Index a = 0; a < nodes; ++a) {
            if (far[a][a] < 1000) expected.insert(a);
        }
        std::set<Index> actual;
        const auto groups = cyclic_components(graph, strong_components(graph));
        for (const auto& members : groups) {
            EXPECT_TRUE(std::ranges::is_sorted(members));
            actual.insert(members.begin(), members.end());
        }
        EXPECT_TRUE(std::ranges::is_sorted(groups));
        ASSERT_EQ(actual, expected);
    }
}

TEST(Graph, ShortCycleIsACycleAndShortest) {
    std::mt19937 random(8);
    for (int round = 0; round < 300; ++round) {
        const Index nodes = 1 + random() % 12;
        const auto arrows = random_arrows(random, nodes, random() % 30);
        const Adjacency graph(nodes, arrows);
        const auto far = distances(nodes, arrows);
        for (const auto& members : cyclic_components(graph, strong_components(graph))) {
            const auto cycle = short_cycle(graph, members);
            std::size_t shortest = 1000;
            for (const Index member : members) shortest = std::min(shortest, far[member][member]);
            ASSERT_EQ(cycle.size(), shortest);
            for (std::size_t i = 0; i < cycle.size(); ++i) {
                ASSERT_TRUE(std::ranges::binary_search(graph.successors(cycle[i]), cycle[(i + 1) % cycle.size()]));
            }
            ASSERT_EQ(cycle.front(), *std::ranges::min_element(cycle));
        }
    }
}

TEST(Graph, OrderPutsPredecessorsFirstAndElseTheLowest) {
    std::mt19937 random(9);
    for (int round = 0; round < 300; ++round) {
        const Index nodes = 1 + random() % 12;
        const auto arrows = random_arrows(random, nodes, random() % 20);
        const Adjacency graph(nodes, arrows);
        const auto component = strong_components(graph);
        const auto order = lowest_first_order(graph, component);
        // The definition, in quadratic time.
        Nodes expected;
        std::vector<bool> taken(nodes, false);
        const auto ready = [&](Index node) {
            return std::ranges::all_of(arrows, [&](const Arrow& arrow) {
                return arrow.to != node || taken[arrow.from] || component[arrow.from] == component[node];
            });
        };
        while (expected.size() < nodes) {
            Index node = 0;
            while (taken[node] || !ready(node)) ++node;
            taken[node] = true;
            expected.push_back(node);
        }
        ASSERT_EQ(order, expected);
    }
}

TEST(Graph, ReachableIncludesTheStarts) {
    const std::vector<Arrow> arrows{{0, 1}, {1, 2}, {2, 0}, {3, 4}};
    const Adjacency graph(6, arrows);
    EXPECT_EQ(reachable(graph, Nodes{1}), (std::vector<bool>{true, true, true, false, false, false}));
    EXPECT_EQ(reachable(graph, Nodes{3, 5}), (std::vector<bool>{false, false, false, true, true, true}));
    EXPECT_EQ(reachable(graph, Nodes{}), std::vector<bool>(6, false));
}

TEST(Graph, AHundredThousandInARingNeedsNoStack) {
    constexpr Index nodes = 100'000;
    std::vector<Arrow> arrows;
    for (Index i = 0; i < nodes; ++i) arrows.push_back({i, (i + 1) % nodes});
    const Adjacency graph(nodes, arrows);
    const auto groups = cyclic_components(graph, strong_components(graph));
    ASSERT_EQ(groups.size(), 1u);
    EXPECT_EQ(short_cycle(graph, groups.front()).size(), nodes);
}

TEST(Graph, EmptyGraph) {
    const Adjacency graph(0, {});
    EXPECT_TRUE(strong_components(graph).empty());
    EXPECT_TRUE(lowest_first_order(graph, {}).empty());
}

}  // namespace
}  // namespace strata::core
