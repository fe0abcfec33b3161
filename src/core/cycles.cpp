#include "core/cycles.h"

#include <algorithm>
#include <limits>

#include "core/text.h"

namespace strata::core {

namespace {

constexpr Index no_cycle = std::numeric_limits<Index>::max();
constexpr std::size_t short_enough_to_repeat = 8;

}  // namespace

Cycles::Cycles(const Ranking& ranking, const Adjacency& prerequisites, const std::vector<Index>& component)
    : ranking_(ranking), cycle_of_(ranking.size(), no_cycle) {
    for (const auto& members : cyclic_components(prerequisites, component)) {
        for (const Index member : members) cycle_of_[member] = static_cast<Index>(cycles_.size());
        cycles_.push_back(describe_cycle(short_cycle(prerequisites, members), members.front()));
    }
}

void Cycles::report(Index rank, Obstacles& obstacles) const {
    if (cycle_of_[rank] == no_cycle) return;
    const auto& cycle = cycles_[cycle_of_[rank]];
    const bool spell = rank == cycle.lowest || cycle.length <= short_enough_to_repeat;
    obstacles.add(spell ? concat("cycle: ", cycle.spelled)
                        : concat("in the same cycle as ", ranking_.quoted_name(cycle.lowest)),
                  cycle.fix_call);
}

bool Cycles::share_one(Index a, Index b) const noexcept {
    return cycle_of_[a] != no_cycle && cycle_of_[a] == cycle_of_[b];
}

// The mending call drops a declared requirement: the first that points from a lower migration to a higher one (there
// is such an edge in every cycle), or else any declared one.
Cycles::Cycle Cycles::describe_cycle(const std::vector<Index>& ring, Index lowest) const {
    std::vector<std::string> spelled;
    const Edge* upward = nullptr;
    const Edge* declared = nullptr;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const Index next = ring[(i + 1) % ring.size()];
        const auto& edge = edge_between(ring[i], next);
        spelled.push_back(concat(ranking_.quoted_name(ring[i]), ' ', describe(ranking_, edge)));
        if (edge.kind != EdgeKind::Declared) continue;
        if (declared == nullptr) declared = &edge;
        if (upward == nullptr && ring[i] <= next) upward = &edge;
    }
    const auto* drop = upward != nullptr ? upward : declared;
    return {lowest, ring.size(), join(spelled, ", "), drop == nullptr ? std::string() : call_without(*drop)};
}

const Edge& Cycles::edge_between(Index dependent, Index prerequisite) const {
    const auto edges = ranking_.edges_of(dependent);
    return **std::find_if(edges.begin(), edges.end(), [&](const Edge* edge) {
        return ranking_.rank_of(edge->prerequisite) == prerequisite;
    });
}

std::string Cycles::call_without(const Edge& edge) const {
    const Index dependent = ranking_.rank_of(edge.dependent);
    auto needs = ranking_.declared_needs(dependent);
    std::erase(needs, ranking_.node(ranking_.rank_of(edge.prerequisite)).identifier);
    if (needs.empty()) needs.emplace_back();  // migrate_register: one empty name removes them all
    const auto rest = concat("requires => ", quote_array(needs));
    return select_call("migrate_register",
                       {quote_literal(ranking_.node(dependent).identifier), rest, "replace => true"});
}

}  // namespace strata::core
