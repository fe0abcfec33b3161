// The cycles of a plan: who stands in one, and how it is named edge by edge. For the planners only.
#pragma once

#include <string>
#include <vector>

#include "core/ranking.h"

namespace strata::core {

// Borrows the ranking. All numbers are ranks.
class Cycles {
public:
    // `prerequisites`: arrows from dependents to what they need; `component`: its strong components.
    Cycles(const Ranking& ranking, const Adjacency& prerequisites, const std::vector<Index>& component);

    // Adds the cycle that `rank` stands in, if any. A long cycle is spelled out for its lowest member only, and the
    // others refer to that one: the notes together stay linear in the cycle.
    void report(Index rank, Obstacles& obstacles) const;

    // Whether the two stand in the same cyclic component.
    bool share_one(Index a, Index b) const noexcept;

private:
    struct Cycle {
        Index lowest;
        std::size_t length;
        std::string spelled;  // `"a" requires "b", "b" requires "a"`
        std::string fix_call;
    };

    Cycle describe_cycle(const std::vector<Index>& ring, Index lowest) const;
    const Edge& edge_between(Index dependent, Index prerequisite) const;
    std::string call_without(const Edge& edge) const;

    const Ranking& ranking_;
    std::vector<Cycle> cycles_;
    std::vector<Index> cycle_of_;  // by rank
};

}  // namespace strata::core
