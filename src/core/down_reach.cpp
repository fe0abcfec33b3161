#include "core/down_reach.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/mention_display.h"
#include "core/text.h"

namespace strata::core {

namespace {

constexpr std::string_view drop_owned = "DROP OWNED";

bool is_drop_owned(const Mention& mention) {
    return mention.kind == ObjectKind::Unread && mention.name == drop_owned;
}

bool is_cascade(const Mention& mention) {
    return mention.bearing == Bearing::Drops && mention.has(mention_flag::cascade) &&
           !mention.has(mention_flag::moved);
}

// What goes whole when something that its statement names is dropped with CASCADE.
bool goes_whole(ObjectKind kind) {
    switch (kind) {
        case ObjectKind::View:
        case ObjectKind::MaterializedView:
        case ObjectKind::Index:
        case ObjectKind::Function:
        case ObjectKind::Procedure:
        case ObjectKind::Aggregate:
        case ObjectKind::Domain:
        case ObjectKind::Trigger:
        case ObjectKind::Policy:
        case ObjectKind::Constraint:
        case ObjectKind::Rule: return true;
        default: return false;
    }
}

// Whether the server knows that what the statement makes depends on the need: bodies of routines are only text to it.
bool is_recorded_dependency(const Mention& need, const Mention& made) {
    if (need.bearing != Bearing::Needs || need.strength == Strength::Late || need.has(mention_flag::in_routine))
        return false;
    return !is_routine(made.kind) || space_of(need.kind) == Space::Type;
}

class Reach {
public:
    Reach(const Sightings& past, const WayBack& way_back, const Present& present, Catalog& catalog)
        : past_(past), way_back_(way_back), present_(present), catalog_(catalog), path_(*way_back.path) {}

    void find() {
        const Reading& reading = *way_back_.reading;
        for (position_ = 0; position_ < reading.size(); ++position_) {
            const Mention& mention = reading[position_];
            if (mention.bearing >= Bearing::Path) set_path(mention);
            if (is_cascade(mention)) reach_from(mention);
            if (is_drop_owned(mention)) reach_from_roles(mention);
        }
    }

private:
    using Thing = Sightings::Thing;
    using Place = Sightings::Place;

    Provider self() const { return static_cast<Provider>(way_back_.node); }

    void set_path(const Mention& mention) {
        if (mention.bearing == Bearing::EnterPath) outer_paths_.push_back(path_);
        if (!mention.name.empty()) {
            path_.insert(path_.begin(), mention.name);
        } else if (mention.bearing != Bearing::LeavePath) {
            path_ = mention.arguments.empty() ? *way_back_.path : mention.arguments;
        } else if (!outer_paths_.empty()) {
            path_ = std::move(outer_paths_.back());
            outer_paths_.pop_back();
        }
    }

    Thing thing_of(const Mention& mention) const {
        const bool is_of_other = is_member(mention.kind);
        const ObjectKind kind = is_of_other ? ObjectKind::Relation : mention.kind;
        if (!has_schema(kind)) return past_.find(kind, "", mention.name);
        if (!mention.schema.empty()) return past_.find(kind, mention.schema, mention.name);
        for (const std::string& schema : path_)
            if (const Thing thing = past_.find(kind, schema, mention.name); thing != Sightings::nothing) return thing;
        return Sightings::nothing;
    }

    void reach_from(const Mention& dropped) {
        begin();
        const Thing thing = thing_of(dropped);
        if (thing == Sightings::nothing) return;
        if (!is_member(dropped.kind)) take(thing);
        if (dropped.kind == ObjectKind::Schema)
            for (const Thing inside : past_.in_schema(dropped.name)) take(inside);
        else
            take_dependents(thing, is_member(dropped.kind) ? &dropped : nullptr);
        take_all_dependents();
        write(concat("drops ", described(dropped, has_schema(dropped.kind) ? past_.schema(thing) : std::string_view()),
                     " with CASCADE (line ", dropped.line, ')'));
    }

    void reach_from_roles(const Mention& statement) {
        begin();
        const Reading& reading = *way_back_.reading;
        std::vector<std::string> roles;
        for (const Mention& mention : reading)
            if (mention.statement == statement.statement && mention.kind == ObjectKind::Role)
                roles.push_back(mention.name);
        for (const std::string& role : roles)
            for (const OwnedObject& object : present_.owned_by(role)) {
                if (const Thing thing = past_.find(object.kind, object.schema, object.name)) take(thing);
                if (object.kind != ObjectKind::Schema) continue;
                for (const Thing inside : past_.in_schema(object.name)) take(inside);
            }
        take_all_dependents();
        write(concat("runs DROP OWNED BY ", quoted_list(roles), " (line ", statement.line, ')'));
    }

    void begin() {
        taken_.clear();
        seen_.clear();
        followed_.clear();
    }

    void take(Thing thing) {
        const Provider maker = past_.maker(thing);
        if (maker < 0 || maker == self() || goes_with_its_table(thing) || is_given_back(thing)) return;
        Mention object = past_.mention(past_.made_at(thing));
        object.name = past_.name(thing);
        if (!is_present(object, thing)) return;
        taken_[static_cast<Index>(maker)].insert(past_.described(thing));
        if (seen_.insert(thing).second && past_.space(thing) != Space::Schema) followed_.push_back(thing);
    }

    // Once it is known what goes whole, whose parts need no word.
    void take_all_dependents() {
        for (std::size_t i = 0; i < followed_.size(); ++i) take_dependents(followed_[i], nullptr);
    }

    bool goes_with_its_table(Thing thing) const {
        const Mention& made = past_.mention(past_.made_at(thing));
        return made.kind == ObjectKind::Index || (made.kind == ObjectKind::Sequence && !made.origin.name.empty());
    }

    bool is_present(Mention object, Thing owner) const {
        object.schema = has_schema(object.kind) ? past_.schema(owner) : std::string_view();
        return present_.has(object);
    }

    // Who surely needs what this migration made is known to depend on it: that need not be said here.
    void take_dependents(Thing thing, const Mention* member) {
        const bool is_own = past_.maker(thing) == self();
        for (const Place& place : past_.places(thing)) {
            const Mention& need = past_.mention(place);
            if (is_own && need.strength == Strength::Hard) continue;
            if (member != nullptr && (need.kind != member->kind || need.member != member->member)) continue;
            const Index node = past_.script(place.script).node;
            past_.each_provided_beside(place, [&](const Place& made) { take_made(thing, need, node, made); });
        }
    }

    void take_made(Thing thing, const Mention& need, Index node, const Place& made) {
        const Mention& mention = past_.mention(made);
        if (!goes_whole(mention.kind) || !is_recorded_dependency(need, mention)) return;
        const Thing owner = past_.script(made.script).things[made.position];
        const Thing whole = past_.whole_of(made);
        if (!is_member(mention.kind) && mention.kind != ObjectKind::Index)
            return owner == thing ? void() : take(owner);
        const bool goes_unsaid = seen_.contains(whole) && past_.maker(whole) == static_cast<Provider>(node);
        const bool is_there = !past_.is_gone(owner) && is_present(mention, owner);
        if (static_cast<Provider>(node) != self() && is_there && !goes_unsaid)
            taken_[node].insert(past_.described(made));
    }

    // The script makes it again.
    bool is_given_back(Thing thing) const {
        const Reading& reading = *way_back_.reading;
        return std::any_of(reading.begin() + position_, reading.end(), [&](const Mention& mention) {
            return mention.bearing == Bearing::Provides && !is_member(mention.kind) && thing_of(mention) == thing;
        });
    }

    void write(const std::string& deed) {
        for (const auto& [victim, objects] : taken_)
            catalog_.takings.push_back({way_back_.node, victim, deed, {objects.begin(), objects.end()}});
    }

    const Sightings& past_;
    const WayBack& way_back_;
    const Present& present_;
    Catalog& catalog_;
    std::vector<std::string> path_;
    std::vector<std::vector<std::string>> outer_paths_;
    std::size_t position_ = 0;

    // Of one statement: the objects by whose they are, and those that go whole.
    std::map<Index, std::set<std::string>> taken_;
    std::set<Thing> seen_;
    std::vector<Thing> followed_;
};

}  // namespace

bool reaches_further(const Reading& down) {
    return std::any_of(down.begin(), down.end(),
                       [](const Mention& mention) { return is_cascade(mention) || is_drop_owned(mention); });
}

void find_takings(const Sightings& past, const std::vector<WayBack>& ways_back, const Present& present,
                  Catalog& catalog) {
    for (const WayBack& way_back : ways_back)
        if (reaches_further(*way_back.reading)) Reach(past, way_back, present, catalog).find();
}

}  // namespace strata::core
