#include "core/dependents.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/interest.h"
#include "core/text.h"

namespace strata::core {

namespace {

using Thing = Sightings::Thing;
using Place = Sightings::Place;

// What depends as a whole on what the statement that makes it names.
bool carries(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::View:
        case ObjectKind::MaterializedView:
        case ObjectKind::Function:
        case ObjectKind::Procedure:
        case ObjectKind::Aggregate:
        case ObjectKind::Type:
        case ObjectKind::Domain: return true;
        default: return false;
    }
}

bool can_be_called_with(const Mention& routine, const std::vector<std::string>& arguments) {
    if (routine.has(mention_flag::has_arguments)) return same_arguments(routine.arguments, arguments);
    const auto count = static_cast<std::int16_t>(arguments.size());
    return routine.most < 0 || (routine.fewest <= count && count <= routine.most);
}

std::string_view verb_of(const Mention& mention) {
    return mention.has(mention_flag::moved) ? std::string_view("renames") : name(mention.bearing);
}

// Mentions of one object in one script that say the same of it.
struct Clause {
    Place place;  // of the one that shows the object
    Strength strength;
    std::set<std::int32_t> lines;

    std::string text(const Sightings& sightings) const {
        std::vector<std::string> numbers;
        for (const std::int32_t line : lines) numbers.push_back(std::to_string(line));
        const std::string weak = strength == Strength::Hard ? std::string() : concat(", ", name(strength));
        return concat(verb_of(sightings.mention(place)), ' ', sightings.described(place),
                      lines.size() == 1 ? " (line " : " (lines ", human_list(numbers, "and", 5), weak, ')');
    }
};

class Search {
public:
    Search(const Sightings& sightings, const Catalog& catalog) : sightings_(sightings), catalog_(catalog) {}

    std::vector<Dependent> run(const std::vector<Thing>& things, const Aspect& aspect) {
        std::vector<Affected> nearest;
        for (const Thing thing : things)
            if (seen_.insert(thing).second) nearest.push_back({thing, aspect, ""});
        while (!nearest.empty()) {
            std::map<std::uint32_t, Finding> findings;
            std::vector<Affected> further;
            for (const Affected& affected : nearest) look(affected, findings, further);
            for (const auto& [script, finding] : findings)
                reasons_.try_emplace(script, finding.through + reason_of(sightings_, finding.places));
            nearest = std::move(further);
        }
        std::vector<Dependent> dependents;
        for (auto& [script, reason] : reasons_) dependents.push_back({script, std::move(reason)});
        return dependents;
    }

private:
    struct Affected {
        Thing thing;
        Aspect aspect;
        std::string through;
    };
    struct Finding {
        std::string through;
        std::vector<Place> places;
    };

    void look(const Affected& affected, std::map<std::uint32_t, Finding>& findings, std::vector<Affected>& further) {
        for (const Place& place : sightings_.places(affected.thing)) {
            const Mention& mention = sightings_.mention(place);
            if (!speaks_of(mention, affected.aspect)) continue;
            if (!reasons_.contains(place.script)) {
                Finding& finding = findings[place.script];
                if (finding.places.empty()) finding.through = affected.through;
                if (finding.through == affected.through) finding.places.push_back(place);
            }
            if (mention.bearing == Bearing::Needs)
                sightings_.each_provided_beside(place, [&](const Place& made) { follow(made, further); });
        }
    }

    void follow(const Place& made, std::vector<Affected>& further) {
        const Mention& mention = sightings_.mention(made);
        const Thing thing = sightings_.script(made.script).things[made.position];
        if (!carries(mention.kind) || thing == Sightings::nothing || !seen_.insert(thing).second) return;
        Aspect aspect;
        if (mention.has(mention_flag::has_arguments)) aspect.arguments = mention.arguments;
        const Index node = sightings_.script(made.script).node;
        further.push_back({thing, std::move(aspect),
                           concat("through ", sightings_.described(made), " of ",
                                  quoted(catalog_.nodes[node].identifier), ": ")});
    }

    const Sightings& sightings_;
    const Catalog& catalog_;
    std::set<Thing> seen_;
    std::map<std::uint32_t, std::string> reasons_;  // by script
};

}  // namespace

bool speaks_of(const Mention& mention, const Aspect& aspect) {
    if (aspect.member_kind) {
        if (!is_member(mention.kind)) return mention.bearing == Bearing::Drops && !mention.has(mention_flag::moved);
        return mention.kind == *aspect.member_kind && mention.member == aspect.member;
    }
    return !aspect.arguments || !is_routine(mention.kind) || can_be_called_with(mention, *aspect.arguments);
}

// Parts of a table go unsaid when the table itself is named, and so do needs of what the script makes itself.
std::string reason_of(const Sightings& sightings, const std::vector<Place>& places) {
    std::map<std::pair<Thing, std::string_view>, Clause> clauses;
    std::vector<const Clause*> order;
    std::set<Thing> whole, made;
    const auto thing_at = [&](const Place& place) { return sightings.script(place.script).things[place.position]; };
    for (const Place& place : places) {
        const Mention& mention = sightings.mention(place);
        if (is_member(mention.kind) || mention.bearing == Bearing::Drops) continue;
        whole.insert(thing_at(place));
        if (mention.bearing == Bearing::Provides) made.insert(thing_at(place));
    }
    for (const Place& place : places) {
        const Mention& mention = sightings.mention(place);
        const Thing thing = thing_at(place);
        if (is_member(mention.kind) && whole.contains(thing)) continue;
        if (mention.bearing == Bearing::Needs && made.contains(thing)) continue;
        const auto [found, is_new] = clauses.try_emplace({thing, verb_of(mention)}, Clause{place, mention.strength, {}});
        Clause& clause = found->second;
        if (is_new) order.push_back(&clause);
        clause.strength = std::min(clause.strength, mention.strength);
        clause.lines.insert(mention.line);
    }
    std::vector<std::string> texts;
    for (const Clause* clause : order) texts.push_back(clause->text(sightings));
    if (texts.size() > 5) {
        const std::size_t more = texts.size() - 4;
        texts.resize(4);
        texts.push_back(concat("and ", more, " more"));
    }
    return join(texts, "; ");
}

std::vector<Dependent> find_dependents(const Sightings& sightings, const std::vector<Thing>& things,
                                       const Aspect& aspect, const Catalog& catalog) {
    return Search(sightings, catalog).run(things, aspect);
}

}  // namespace strata::core
