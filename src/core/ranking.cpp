#include "core/ranking.h"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "core/text.h"
#include "core/version.h"

namespace strata::core {

namespace {

std::vector<Index> in_version_order(const std::vector<Node>& nodes) {
    std::vector<Place> places;
    places.reserve(nodes.size());
    for (const auto& node : nodes) places.emplace_back(node.identifier, node.registration);
    std::vector<Index> order(nodes.size());
    std::iota(order.begin(), order.end(), Index{0});
    std::sort(order.begin(), order.end(), [&](Index a, Index b) { return places[a] < places[b]; });
    return order;
}

std::vector<Index> inverse(const std::vector<Index>& order) {
    std::vector<Index> rank(order.size());
    for (Index i = 0; i < order.size(); ++i) rank[order[i]] = i;
    return rank;
}

// Sorts each list by the key and keeps one of each.
template <class List, class Key>
void order_each(std::vector<List>& lists, Key key) {
    for (auto& list : lists) {
        std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
        const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
        list.erase(std::unique(list.begin(), list.end(), same), list.end());
    }
}

}  // namespace

Ranking::Ranking(const Catalog& catalog)
    : catalog_(catalog),
      node_at_(in_version_order(catalog.nodes)),
      rank_of_(inverse(node_at_)),
      edges_(size()),
      missing_(size()),
      conflicts_(size()) {
    for (const auto& edge : catalog.edges) edges_[rank_of(edge.dependent)].push_back(&edge);
    for (const auto& missing : catalog.missing) missing_[rank_of(missing.dependent)].push_back(&missing);
    for (const auto& conflict : catalog.conflicts) {
        conflicts_[rank_of(conflict.one)].push_back(rank_of(conflict.other));
        conflicts_[rank_of(conflict.other)].push_back(rank_of(conflict.one));
    }
    order_each(edges_, [this](const Edge* edge) {
        return std::tuple(edge->kind, rank_of(edge->prerequisite), std::string_view(edge->reason));
    });
    order_each(missing_, [](const Missing* missing) {
        return std::tuple(missing->kind, missing->line, std::string_view(missing->what),
                          std::string_view(missing->reason), std::string_view(missing->fix_call));
    });
    order_each(conflicts_, [](Index rank) { return rank; });
}

std::string Ranking::quoted_name(Index rank) const { return quoted(node(rank).identifier); }

std::vector<std::string> Ranking::declared_needs(Index rank) const {
    std::vector<std::string> needs;
    for (const auto* edge : edges_of(rank)) {
        if (edge->kind == EdgeKind::Declared) needs.push_back(catalog_.nodes[edge->prerequisite].identifier);
    }
    for (const auto* missing : missing_of(rank)) {
        if (missing->kind == EdgeKind::Declared) needs.push_back(missing->what);
    }
    return needs;
}

std::vector<Arrow> Ranking::arrows_to_dependents(const std::vector<bool>& among,
                                                 std::initializer_list<EdgeKind> kinds) const {
    std::vector<Arrow> arrows;
    for (const auto& edge : catalog_.edges) {
        const Arrow arrow{rank_of(edge.prerequisite), rank_of(edge.dependent)};
        const bool is_wanted = std::find(kinds.begin(), kinds.end(), edge.kind) != kinds.end();
        if (is_wanted && among[arrow.from] && among[arrow.to]) arrows.push_back(arrow);
    }
    return arrows;
}

Adjacency Ranking::dependents(const std::vector<bool>& among) const {
    return Adjacency(size(), arrows_to_dependents(among, {EdgeKind::Declared, EdgeKind::Inferred}));
}

Adjacency Ranking::followers(const std::vector<bool>& among) const {
    auto arrows = arrows_to_dependents(among, {EdgeKind::Declared, EdgeKind::Inferred});
    for (const EdgeKind kind : {EdgeKind::Likely, EdgeKind::Weak}) {
        auto keeping = arrows_to_dependents(among, {kind});
        const auto bending = std::partition(keeping.begin(), keeping.end(),
                                            [](const Arrow& arrow) { return arrow.from < arrow.to; });
        add_acyclic(arrows, {keeping.begin(), bending});
        add_acyclic(arrows, {bending, keeping.end()});
    }
    return Adjacency(size(), arrows);
}

// Those of `more` that close no cycle.
void Ranking::add_acyclic(std::vector<Arrow>& arrows, std::span<const Arrow> more) const {
    if (more.empty()) return;
    auto all = arrows;
    all.insert(all.end(), more.begin(), more.end());
    const auto component = strong_components(Adjacency(size(), all));
    for (const Arrow& arrow : more)
        if (component[arrow.from] != component[arrow.to]) arrows.push_back(arrow);
}

Adjacency Ranking::prerequisites(const std::vector<bool>& among) const {
    auto arrows = arrows_to_dependents(among, {EdgeKind::Declared, EdgeKind::Inferred});
    for (auto& arrow : arrows) std::swap(arrow.from, arrow.to);
    return Adjacency(size(), arrows);
}

std::string describe(const Ranking& ranking, const Edge& edge) {
    if (!edge.reason.empty()) return edge.reason;
    const auto* verb = edge.kind == EdgeKind::Declared ? "requires " : "needs ";
    return concat(verb, ranking.quoted_name(ranking.rank_of(edge.prerequisite)));
}

void Obstacles::add(std::string note, std::string fix, Condition why) {
    if (none()) condition = why;
    reasons.push_back(why);
    if (fix_call.empty()) fix_call = std::move(fix);
    notes.push_back(std::move(note));
}

bool Obstacles::only(Condition reason) const noexcept {
    return std::ranges::all_of(reasons, [reason](Condition one) { return one == reason; });
}

std::optional<Fault> refusal_of(const Catalog& catalog, const std::vector<Step>& steps, std::string_view refused) {
    std::vector<std::string> lines;
    const Step* first = nullptr;
    for (const auto& step : steps) {
        if (step.action != Action::Blocked) continue;
        if (first == nullptr) first = &step;
        lines.push_back(concat(quoted(catalog.nodes[step.node].identifier), ": ", step.note));
    }
    if (first == nullptr) return std::nullopt;
    Fault fault{first->condition, concat(refused, ": ", lines.size(), " of ", counted(steps.size(), "step", "steps"),
                                         lines.size() == 1 ? " is blocked" : " are blocked")};
    fault.detail = join(lines, "\n");
    if (!first->fix_call.empty()) fault.hint = concat("Try: ", first->fix_call);
    return fault;
}

}  // namespace strata::core
