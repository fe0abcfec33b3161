// Directed graphs over small integers: what the planner needs, without knowing migrations. Linear in nodes and arrows,
// never recursive. Results depend on the numbers of the nodes only, not on the order in which arrows are given.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace strata::core {

using Index = std::uint32_t;

struct Arrow {
    Index from;
    Index to;
};

// The successors of each node, ascending. Arrows given twice are kept twice.
class Adjacency {
public:
    Adjacency(std::size_t nodes, std::span<const Arrow> arrows);

    std::size_t size() const noexcept { return begin_.size() - 1; }
    std::span<const Index> successors(Index node) const noexcept {
        return std::span(successor_).subspan(begin_[node], begin_[node + 1] - begin_[node]);
    }

private:
    std::vector<std::size_t> begin_;
    std::vector<Index> successor_;
};

// For each node the number of its strongly connected component (Tarjan).
std::vector<Index> strong_components(const Adjacency& graph);

// The components that hold a cycle: more than one member, or an arrow from a node to itself. Members ascend, and
// components stand by their lowest member.
std::vector<std::vector<Index>> cyclic_components(const Adjacency& graph, std::span<const Index> component);

// A cycle within `members` (one cyclic component): a, b, ..., so that a -> b -> ... -> a. It is the shortest through
// the lowest member, and the shortest of all as far as a search of bounded cost can tell.
std::vector<Index> short_cycle(const Adjacency& graph, std::span<const Index> members);

// All nodes, each after its predecessors, otherwise the lowest first (Kahn with a heap). Arrows within a component
// are ignored, so every node has its place even when there are cycles.
std::vector<Index> lowest_first_order(const Adjacency& graph, std::span<const Index> component);

// Which nodes can be reached from `start`, the starts included. One flag per node.
std::vector<bool> reachable(const Adjacency& graph, std::span<const Index> start);

}  // namespace strata::core
