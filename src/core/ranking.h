// The planners' common ground: a catalog renumbered by rank, so that lower numbers come first in version order and
// every result is the same whatever the order of the catalog's lists. For the planners only.
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <vector>

#include "core/catalog.h"
#include "core/plan.h"

namespace strata::core {

// What is said of a script that holds a statement without a transaction, after the statement's place and name.
inline constexpr std::string_view not_in_transaction = " cannot run inside a transaction block";

// Borrows the catalog. All numbers that go in and come out are ranks, unless they are said to be a node's index.
class Ranking {
public:
    explicit Ranking(const Catalog& catalog);

    std::size_t size() const noexcept { return node_at_.size(); }
    const Node& node(Index rank) const noexcept { return catalog_.nodes[node_at_[rank]]; }
    Index index_of(Index rank) const noexcept { return node_at_[rank]; }
    Index rank_of(Index index) const noexcept { return rank_of_[index]; }
    std::string quoted_name(Index rank) const;

    // What a migration needs and lacks, and what excludes it: in the order in which notes should speak of it.
    std::span<const Edge* const> edges_of(Index rank) const noexcept { return edges_[rank]; }
    std::span<const Missing* const> missing_of(Index rank) const noexcept { return missing_[rank]; }
    std::span<const Index> conflicts_of(Index rank) const noexcept { return conflicts_[rank]; }

    // Identifiers of the declared requirements, then those that are not registered.
    std::vector<std::string> declared_needs(Index rank) const;

    // Arrows from prerequisites to dependents, and the other way round, between those that `among` flags. Only
    // edges that bind.
    Adjacency dependents(const std::vector<bool>& among) const;
    Adjacency prerequisites(const std::vector<bool>& among) const;

    // Arrows from prerequisites to dependents, and those of edges that do not bind too as far as they close no cycle:
    // likely ones before weak ones, and of each those that keep the order of versions before those that bend it.
    Adjacency followers(const std::vector<bool>& among) const;

private:
    std::vector<Arrow> arrows_to_dependents(const std::vector<bool>& among,
                                            std::initializer_list<EdgeKind> kinds) const;
    void add_acyclic(std::vector<Arrow>& arrows, std::span<const Arrow> more) const;

    const Catalog& catalog_;
    std::vector<Index> node_at_;
    std::vector<Index> rank_of_;
    std::vector<std::vector<const Edge*>> edges_;
    std::vector<std::vector<const Missing*>> missing_;
    std::vector<std::vector<Index>> conflicts_;
};

// What an edge says after its dependent's name: `requires "001_users"`, or the edge's own reason.
std::string describe(const Ranking& ranking, const Edge& edge);

// What is in the way of one step. The first thing gives condition and fix call; the note names all.
struct Obstacles {
    std::vector<std::string> notes = {};
    std::string fix_call = {};
    Condition condition = Condition::PlanBlocked;
    std::vector<Condition> reasons = {};

    void add(std::string note, std::string fix, Condition why = Condition::PlanBlocked);
    bool none() const noexcept { return notes.empty(); }
    bool only(Condition reason) const noexcept;  // true as well when there is nothing
};

// The one fault that names every blocked step; nothing when no step is blocked. `refused` begins the message, as in
// "cannot apply".
std::optional<Fault> refusal_of(const Catalog& catalog, const std::vector<Step>& steps, std::string_view refused);

}  // namespace strata::core
