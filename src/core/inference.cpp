#include "core/inference.h"

#include <unordered_set>

#include "core/text.h"

namespace strata::core {

namespace {

// Edges of one dependent, each prerequisite once.
class EdgeList {
public:
    EdgeList(Catalog& catalog, Index dependent) : catalog_(catalog), dependent_(dependent) {}

    void add(EdgeKind kind, Provider prerequisite, std::string_view verb, const std::string& object,
             std::int32_t line) {
        const auto index = static_cast<Index>(prerequisite);
        if (prerequisite < 0 || index == dependent_ || !known_[kind == EdgeKind::Late].insert(index).second) return;
        catalog_.edges.push_back({dependent_, index, kind,
                                  concat(verb, ' ', object, " of ", quoted(catalog_.nodes[index].identifier), " (line ",
                                         line, ')')});
    }

private:
    Catalog& catalog_;
    Index dependent_;
    std::unordered_set<Index> known_[2];  // by whether the edge is late
};

// Nothing when the mention makes no edge: it is in a branch, say, which nobody can judge.
std::optional<EdgeKind> edge_kind(const Mention& mention) {
    if (!can_block(mention.kind)) return std::nullopt;
    if (mention.strength == Strength::Hard) return EdgeKind::Inferred;
    if (mention.strength == Strength::Late && mention.bearing == Bearing::Needs) return EdgeKind::Late;
    return std::nullopt;
}

void add_edges_of(const Simulation& simulation, const Subject& subject, const Pass& pass, Catalog& catalog) {
    EdgeList edges(catalog, subject.node);
    for (const Outcome& outcome : pass.outcomes) {
        const Mention& mention = (*subject.reading)[outcome.mention];
        const Provider from = outcome.provider >= 0 ? outcome.provider : outcome.offer;
        const auto kind = edge_kind(mention);
        if (!kind || from < 0) continue;
        const auto* verb = *kind == EdgeKind::Late ? "functions need" : "needs";
        edges.add(*kind, from, verb, described(simulation, mention, pass.schemas[outcome.mention]), mention.line);
    }
}

void add_taken_over(const Simulation& simulation, const Subject& subject, const Pass& pass, Catalog& catalog) {
    EdgeList edges(catalog, subject.node);
    for (const TakenOver& taken : pass.taken_over) {
        const Mention& mention = (*subject.reading)[taken.mention];
        edges.add(EdgeKind::Inferred, taken.provider, "takes over",
                  described(simulation, mention, pass.schemas[taken.mention]), mention.line);
    }
}

std::vector<Simulation::Announcement> announcements_of(const std::vector<Subject>& subjects) {
    std::vector<Simulation::Announcement> announcements;
    announcements.reserve(subjects.size());
    for (const Subject& subject : subjects)
        announcements.push_back({subject.reading, static_cast<Provider>(subject.node), subject.path});
    return announcements;
}

}  // namespace

std::string described(const Simulation& simulation, const Mention& mention, NameId schema) {
    if (mention.or_of.empty())
        return concat(name(mention.kind), ' ', quoted(simulation.display(mention, schema)));
    std::vector<std::string> owners = {mention.name};
    for (const auto& other : mention.or_of) owners.push_back(other.name);
    return concat(name(mention.kind), ' ', quoted(mention.member), " of ", quoted_list(owners, "or"));
}

std::string beneficiary(const Reading& reading, std::uint32_t position) {
    const std::int32_t statement = reading[position].statement;
    const auto is_made = [&](const Mention& mention) {
        const bool changes = mention.bearing == Bearing::Provides || mention.bearing == Bearing::Alters;
        return changes && mention.kind != ObjectKind::Column && mention.kind != ObjectKind::EnumLabel;
    };
    const auto text = [](const Mention& mention) {
        return concat(name(mention.kind), ' ', quoted(is_member(mention.kind) ? mention.member : mention.name));
    };
    for (auto i = position; i-- > 0 && reading[i].statement == statement;)
        if (is_made(reading[i])) return text(reading[i]);
    for (auto i = position + 1; i < reading.size() && reading[i].statement == statement; ++i)
        if (is_made(reading[i]) && reading[i].bearing == Bearing::Provides) return text(reading[i]);
    return {};
}

void infer_up(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog) {
    simulation.announce(announcements_of(subjects));
    for (const Subject& subject : subjects) {
        simulation.set_path(*subject.path);
        const Pass pass = simulation.run(*subject.reading, static_cast<Provider>(subject.node));
        add_edges_of(simulation, subject, pass, catalog);
    }
}

void infer_applied(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog) {
    for (const Subject& subject : subjects) {
        simulation.set_path(*subject.path);
        const Pass pass = simulation.run(*subject.reading, static_cast<Provider>(subject.node));
        add_edges_of(simulation, subject, pass, catalog);
        add_taken_over(simulation, subject, pass, catalog);
    }
}

}  // namespace strata::core
