#include "core/sightings.h"

#include <algorithm>

#include "core/mention_display.h"

namespace strata::core {

namespace {

bool is_object(const Mention& mention) {
    return mention.bearing < Bearing::Path && mention.kind != ObjectKind::Unread && mention.schema != "pg_temp";
}

std::vector<bool> temporary_positions(const Reading& reading, const Pass& pass) {
    std::vector<bool> is_temporary(reading.size(), false);
    for (const Outcome& outcome : pass.outcomes) is_temporary[outcome.mention] = outcome.is_temporary;
    return is_temporary;
}

}  // namespace

Sightings::Sightings() : things_(1) { things_.front().key = key(ObjectKind::Schema, names_.intern(""), ""); }

Key Sightings::key(ObjectKind kind, NameId schema, std::string_view name) const {
    const Space space = space_of(kind);
    return {space, space == Space::Other ? kind : ObjectKind::Schema, has_schema(kind) ? schema : names_.intern(""),
            names_.intern(name)};
}

Sightings::Thing Sightings::thing(const Key& key) {
    const auto [found, is_new] = by_key_.try_emplace(key, static_cast<Thing>(things_.size()));
    if (is_new) {
        things_.push_back({.key = key});
        in_schema_[key.schema].push_back(found->second);
    }
    return found->second;
}

// A type can be a table's row type.
Sightings::Thing Sightings::thing_of(ObjectKind kind, NameId schema, std::string_view name) {
    const Key own = key(kind, schema, name);
    const Key relation = key(ObjectKind::Relation, schema, name);
    return thing(own.space == Space::Type && !is_known(own) && is_known(relation) ? relation : own);
}

Sightings::Thing Sightings::owner_of(ObjectKind member, NameId schema, std::string_view name) {
    const Key type = key(ObjectKind::Type, schema, name);
    const Key relation = key(ObjectKind::Relation, schema, name);
    const bool is_types = member == ObjectKind::EnumLabel ? is_known(type) || !is_known(relation)
                                                          : is_known(type) && !is_known(relation);
    return thing(is_types ? type : relation);
}

void Sightings::add(Index node, const Reading& reading, const Pass& pass, const Simulation& simulation) {
    const auto number = static_cast<std::uint32_t>(scripts_.size());
    scripts_.push_back({node, &reading, std::vector<Thing>(reading.size(), nothing)});
    const std::vector<bool> is_temporary = temporary_positions(reading, pass);
    Thing moved = nothing;
    for (std::uint32_t i = 0; i < reading.size(); ++i) {
        const Mention& mention = reading[i];
        if (!is_object(mention) || is_temporary[i]) continue;
        const NameId schema = names_.intern(simulation.schema_name(pass.schemas[i]));
        const bool is_of_other = is_member(mention.kind);
        if (moved != nothing && mention.bearing == Bearing::Provides && !is_of_other) {
            rename(std::exchange(moved, nothing), key(mention.kind, schema, mention.name));
        }
        const Thing seen = is_of_other ? owner_of(mention.kind, schema, mention.name)
                                       : thing_of(mention.kind, schema, mention.name);
        scripts_.back().things[i] = seen;
        note(mention, seen, {number, i});
        if (mention.bearing == Bearing::Drops && mention.has(mention_flag::moved) && !is_of_other) moved = seen;
        for (const QualifiedName& other : mention.or_of)
            note(mention, owner_of(mention.kind, other.schema.empty() ? schema : names_.intern(other.schema), other.name),
                 {number, i});
    }
}

void Sightings::note(const Mention& mention, Thing seen, const Place& place) {
    Known& known = things_[seen];
    known.places.push_back(place);
    if (is_member(mention.kind) || mention.has(mention_flag::moved)) return;
    if (mention.bearing == Bearing::Drops && !mention.has(mention_flag::uncertain)) return lose(seen);
    if (mention.bearing != Bearing::Provides) return;
    known.is_gone = false;
    if (known.made.who != nobody) return;
    known.made = {static_cast<Provider>(scripts_[place.script].node), mention.line};
    known.made_at = place;
}

void Sightings::lose(Thing thing) {
    things_[thing].made = {};
    things_[thing].is_gone = true;
    const Key& key = things_[thing].key;
    if (key.space != Space::Schema) return;
    for (const Thing inside : in_schema_[key.name]) lose(inside);
}

void Sightings::rename(Thing moved, const Key& to) {
    const Key from = things_[moved].key;
    if (from == to) return;
    if (from.space == Space::Schema)
        for (const Thing inside : std::vector(in_schema_[from.name])) {
            Key along = things_[inside].key;
            along.schema = to.name;
            if (inside != moved) rename(inside, along);
        }
    by_key_.erase(from);
    by_key_[to] = moved;
    former_[from] = moved;
    std::erase(in_schema_[from.schema], moved);
    in_schema_[to.schema].push_back(moved);
    things_[moved].key = to;
}

Sightings::Thing Sightings::find(ObjectKind kind, std::string_view schema, std::string_view name) const {
    const Key wanted = key(kind, names_.intern(schema), name);
    for (const auto* index : {&by_key_, &former_})
        if (const auto found = index->find(wanted); found != index->end()) return found->second;
    return nothing;
}

std::vector<Sightings::Thing> Sightings::find_in_any_schema(ObjectKind kind, std::string_view name) const {
    const Key wanted = key(kind, names_.intern(""), name);
    std::vector<Thing> found;
    for (Thing thing = 1; thing < things_.size(); ++thing) {
        const Key& own = things_[thing].key;
        if (own.space == wanted.space && own.kind == wanted.kind && own.name == wanted.name) found.push_back(thing);
    }
    return found;
}

std::vector<Sightings::Thing> Sightings::in_schema(std::string_view schema) const {
    const auto found = in_schema_.find(names_.intern(schema));
    return found == in_schema_.end() || schema.empty() ? std::vector<Thing>() : found->second;
}

Sightings::Thing Sightings::whole_of(const Place& made) const {
    const Mention& part = mention(made);
    const Thing thing = scripts_[made.script].things[made.position];
    const bool is_of_table = part.kind == ObjectKind::Index || part.kind == ObjectKind::Sequence;
    if (is_member(part.kind) || !is_of_table || part.origin.name.empty()) return thing;
    return find(ObjectKind::Table, part.origin.schema.empty() ? schema(thing) : std::string_view(part.origin.schema),
                part.origin.name);
}

std::string Sightings::display(Thing thing) const {
    return dotted(schema(thing), name(thing));
}

// A name after FROM can be of any relation: whoever made it knows.
std::string Sightings::described(const Place& place) const {
    const Known& known = things_[scripts_[place.script].things[place.position]];
    Mention shown = mention(place);
    const bool is_vague = shown.kind == ObjectKind::Relation || shown.kind == ObjectKind::Routine;
    if (is_vague && known.made.who != nobody) shown.kind = mention(known.made_at).kind;
    return core::described(shown, names_.text(known.key.schema));
}

std::string Sightings::described(Thing made) const {
    Mention shown = mention(made_at(made));
    shown.name = name(made);
    return core::described(shown, schema(made));
}

std::vector<QualifiedName> Sightings::former_names(Thing thing) const {
    std::vector<QualifiedName> names;
    for (const auto& [key, former] : former_)
        if (former == thing) names.push_back({std::string(names_.text(key.schema)), std::string(names_.text(key.name))});
    return names;
}

}  // namespace strata::core
