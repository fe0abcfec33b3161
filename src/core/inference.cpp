#include "core/inference.h"

#include <algorithm>
#include <utility>

#include "core/mention_display.h"
#include "core/text.h"

namespace strata::core {

namespace {

// Makes edges, for each dependent at most one to a prerequisite: the first that is found.
class EdgeMaker {
public:
    EdgeMaker(const Simulation& simulation, Catalog& catalog)
        : simulation_(simulation), catalog_(catalog), known_(catalog.nodes.size(), 0) {}

    void begin(const Subject& subject, const Pass& pass) {
        subject_ = &subject;
        pass_ = &pass;
        ++dependents_;
        known_[subject.node] = dependents_;
    }

    // `needs table "t" of "001" (line 3)`; with other words for needs and of.
    void add(EdgeKind kind, Provider prerequisite, std::string_view verb, std::uint32_t position,
             std::string_view of = "of") {
        if (prerequisite < 0) return;
        const auto index = static_cast<Index>(prerequisite);
        if (std::exchange(known_[index], dependents_) == dependents_) return;
        const Mention& mention = (*subject_->reading)[position];
        catalog_.edges.push_back({subject_->node, index, kind,
                                  concat(verb, ' ', described(simulation_, mention, pass_->schemas[position]), ' ', of,
                                         ' ', quoted(catalog_.nodes[index].identifier), " (line ", mention.line,
                                         ')')});
    }

private:
    const Simulation& simulation_;
    Catalog& catalog_;
    std::vector<Index> known_;  // by prerequisite: the last dependent that has an edge to it
    Index dependents_ = 0;
    const Subject* subject_ = nullptr;
    const Pass* pass_ = nullptr;
};

void add_hard_edges(const Reading& reading, const Pass& pass, EdgeMaker& edges) {
    for (const Outcome& outcome : pass.outcomes) {
        const Mention& mention = reading[outcome.mention];
        if (mention.strength != Strength::Hard || !can_block(mention.kind) || outcome.is_guess) continue;
        edges.add(EdgeKind::Inferred, outcome.provider, "needs", outcome.mention);
        edges.add(EdgeKind::Inferred, outcome.maker, "needs", outcome.mention);
        edges.add(EdgeKind::Inferred, outcome.offer, "needs", outcome.mention);
        edges.add(EdgeKind::Inferred, outcome.former, "needs", outcome.mention);
    }
}

const char* weak_verb(Strength strength) {
    switch (strength) {
        case Strength::Hard: return "needs";
        case Strength::Late: return "functions need";
        default: return "may need";
    }
}

// Of what cannot block. Who is there already stays before. What a body needs may come later, in time for those who call
// it; what the server will ask for is worth waiting for, even if it may come from where nothing can be read.
void add_weak_edges(const Reading& reading, const Pass& pass, EdgeMaker& edges) {
    for (const Outcome& outcome : pass.outcomes) {
        const Mention& mention = reading[outcome.mention];
        const char* verb = weak_verb(mention.strength);
        edges.add(EdgeKind::Weak, outcome.provider, verb, outcome.mention);
        edges.add(EdgeKind::Weak, outcome.maker, verb, outcome.mention);
        if (mention.strength == Strength::Hard) edges.add(EdgeKind::Likely, outcome.offer, verb, outcome.mention);
    }
}

void add_follows(const Pass& pass, EdgeMaker& edges) {
    for (const Follow& follow : pass.follows)
        edges.add(EdgeKind::Weak, follow.provider, follow.reads ? "uses" : "changes", follow.mention, "after");
}

void add_taken_over(const Pass& pass, EdgeKind kind, EdgeMaker& edges) {
    for (const TakenOver& taken : pass.taken_over) edges.add(kind, taken.provider, "takes over", taken.mention);
}

bool is_sound(const Reading& reading, const Pass& pass) {
    return pass.clashes.empty() &&
           std::ranges::all_of(pass.outcomes, [](const Outcome& outcome) {
               return outcome.provider != nobody && !outcome.is_fresh;
           }) &&
           std::ranges::none_of(reading, [](const Mention& mention) { return mention.has(mention_flag::uncertain); });
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
    return described(mention, simulation.schema_name(schema));
}

bool provides_same(const Mention& provided, const Mention& need) {
    const bool fits = is_member(need.kind) ? provided.kind == need.kind && provided.member == need.member
                                           : space_of(provided.kind) == space_of(need.kind);
    const bool schemas_differ = !provided.schema.empty() && !need.schema.empty() && provided.schema != need.schema;
    return provided.bearing == Bearing::Provides && fits && provided.name == need.name && !schemas_differ;
}

std::span<const Mention> statement_around(const Reading& reading, std::uint32_t position) {
    const std::int32_t statement = reading[position].statement;
    const auto begins = [](const Mention& mention) { return mention.has(mention_flag::begins); };
    auto first = position;
    while (first > 0 && !begins(reading[first]) && reading[first - 1].statement == statement) --first;
    auto end = position + 1;
    while (end < reading.size() && !begins(reading[end]) && reading[end].statement == statement) ++end;
    return std::span(reading).subspan(first, end - first);
}

std::string beneficiary(const Reading& reading, std::uint32_t position) {
    if (reading[position].has(mention_flag::moved)) return {};  // what follows is the object itself
    for (const Mention& mention : statement_around(reading, position)) {
        const bool changes = mention.bearing == Bearing::Provides || mention.bearing == Bearing::Alters;
        const bool is_told = mention.kind == ObjectKind::Column || mention.kind == ObjectKind::EnumLabel ||
                             &mention == &reading[position];
        if (!changes || is_told) continue;
        return concat(name(mention.kind), ' ', quoted(is_member(mention.kind) ? mention.member : mention.name));
    }
    return {};
}

std::size_t infer_up(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog) {
    std::size_t sound = 0;
    simulation.announce(announcements_of(subjects));
    simulation.follow();
    EdgeMaker edges(simulation, catalog);
    for (const Subject& subject : subjects) {
        simulation.set_path(*subject.path);
        const Pass pass = simulation.run(*subject.reading, static_cast<Provider>(subject.node));
        edges.begin(subject, pass);
        add_hard_edges(*subject.reading, pass, edges);
        add_taken_over(pass, EdgeKind::Weak, edges);
        add_weak_edges(*subject.reading, pass, edges);
        add_follows(pass, edges);
        if (sound == static_cast<std::size_t>(&subject - subjects.data()) && is_sound(*subject.reading, pass)) ++sound;
    }
    return sound;
}

void infer_applied(Simulation& simulation, const std::vector<Subject>& subjects, Catalog& catalog) {
    EdgeMaker edges(simulation, catalog);
    for (const Subject& subject : subjects) {
        simulation.set_path(*subject.path);
        const Pass pass = simulation.run(*subject.reading, static_cast<Provider>(subject.node));
        edges.begin(subject, pass);
        add_hard_edges(*subject.reading, pass, edges);
        add_taken_over(pass, EdgeKind::Inferred, edges);
    }
}

}  // namespace strata::core
