#include "core/simulation.h"

#include <algorithm>

#include "core/mention_display.h"

namespace strata::core {

namespace {

constexpr std::string_view user_schema = "$user";

}  // namespace

void Simulation::set_path(const std::vector<std::string>& path) {
    caller_path_.clear();
    for (const auto& schema : path) caller_path_.push_back(id(schema));
    paths_.now = caller_path_;
}

Pass Simulation::run(const Reading& reading, Provider self) {
    pass_ = {};
    pass_.schemas.assign(reading.size(), no_schema_);
    self_ = self;
    reading_ = &reading;
    begin_script();
    for (position_ = 0; position_ < reading.size(); ++position_) {
        const Mention& mention = reading[position_];
        if (mention.statement != statement_.number || mention.has(mention_flag::begins))
            statement_ = Statement{.number = mention.statement};
        switch (mention.bearing) {
            case Bearing::Needs:
            case Bearing::Alters: meet(mention); break;
            case Bearing::Drops: drop_list(); break;
            case Bearing::Provides:
                provide(mention);
                leave_footprint(mention, false);
                break;
            default: set_current_path(mention); break;
        }
    }
    end_script();
    return std::move(pass_);
}

// DROP looks all its objects up before the first goes, and takes others along.
void Simulation::drop_list() {
    const auto is_whole = [&](const Mention& mention) {
        return mention.bearing == Bearing::Drops && !mention.has(mention_flag::moved) && !is_member(mention.kind);
    };
    const std::uint32_t first = position_;
    std::uint32_t end = first + 1;
    const Reading& reading = *reading_;
    while (is_whole(reading[first]) && end < reading.size() && reading[end].statement == statement_.number &&
           is_whole(reading[end]) && !reading[end].has(mention_flag::begins))
        ++end;
    for (position_ = first; position_ < end; ++position_) meet(reading[position_]);
    for (position_ = first; position_ < end; ++position_) {
        drop(reading[position_]);
        leave_footprint(reading[position_], false);
    }
    position_ = end - 1;
}

void Simulation::begin_script() {
    paths_.now = caller_path_;
    paths_.outer.clear();
    statement_ = Statement{.number = -1};
}

void Simulation::end_script() {
    if (self_ == database && !temporary_.empty()) session_has_temporary_ = true;
    for (const Key& key : temporary_)
        if (Object* object = state_.find(key); self_ != database) state_.drop(*object, Presence::No, {});
    temporary_.clear();
}

// The schema named as the user is left out: which user that would be is not written.
void Simulation::set_current_path(const Mention& mention) {
    if (mention.bearing == Bearing::LeavePath) {
        if (paths_.outer.empty()) return;
        paths_.now = std::move(paths_.outer.back());
        paths_.outer.pop_back();
        return;
    }
    if (mention.bearing == Bearing::EnterPath) paths_.outer.push_back(paths_.now);
    if (!mention.name.empty()) {
        paths_.now.insert(paths_.now.begin(), id(mention.name));
        return;
    }
    if (mention.arguments.empty()) {
        paths_.now = caller_path_;
        return;
    }
    paths_.now.clear();
    for (const auto& schema : mention.arguments)
        if (schema != user_schema) paths_.now.push_back(id(schema));
}

Key Simulation::key(ObjectKind kind, NameId schema, std::string_view name) {
    const Space space = space_of(kind);
    const NameId where = has_schema(kind) ? schema : no_schema_;
    return {space, space == Space::Other ? kind : ObjectKind::Schema, where, id(name)};
}

// Routines are not looked for among temporary objects unless the schema is written.
SchemaRange Simulation::schemas_for(ObjectKind kind, const std::string& schema) {
    if (!has_schema(kind)) return SchemaRange(no_schema_);
    if (!schema.empty()) return SchemaRange(id(schema));
    const bool sees_temporary = (session_has_temporary_ || !temporary_.empty()) && !is_routine(kind);
    return SchemaRange(sees_temporary ? &temporary_schema_ : nullptr, paths_.now);
}

bool Simulation::schema_exists(NameId schema) {
    const Object* object = state_.find({Space::Schema, ObjectKind::Schema, no_schema_, schema});
    if (object != nullptr) return object->presence != Presence::No;
    return world_ == World::Open && !knows_schemas_;
}

NameId Simulation::creation_schema(ObjectKind kind, const std::string& schema) {
    if (!has_schema(kind)) return no_schema_;
    if (!schema.empty()) return id(schema);
    for (const NameId in_path : paths_.now)
        if (schema_exists(in_path)) return in_path;
    return paths_.now.empty() ? no_schema_ : paths_.now.front();
}

Simulation::Found Simulation::lookup(ObjectKind kind, const std::string& schema, const std::string& name) {
    Found found{nullptr, false};
    Key wanted = key(kind, no_schema_, name);
    schemas_for(kind, schema).any([&](NameId where) {
        wanted.schema = where;
        Object* object = state_.find(wanted);
        if (object == nullptr || object->presence == Presence::No) return false;
        found = {object, is_temporary(where)};
        return true;
    });
    if (found.object != nullptr || !schema.empty() || !has_schema(kind)) return found;
    wanted.schema = system_schema_;  // it is part of every path; the rare objects that were moved there
    Object* object = state_.find(wanted);
    if (object != nullptr && object->presence != Presence::No) found.object = object;
    return found;
}

Simulation::Found Simulation::lookup_owner(ObjectKind member, const QualifiedName& name) {
    const ObjectKind first = member == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
    const ObjectKind second = first == ObjectKind::Type ? ObjectKind::Relation : ObjectKind::Type;
    const Found found = lookup(first, name.schema, name.name);
    return found.object != nullptr ? found : lookup(second, name.schema, name.name);
}

const Object* Simulation::last_of_name(ObjectKind kind, const std::string& schema, const std::string& name) {
    const Object* last = nullptr;
    Key wanted = key(kind, no_schema_, name);
    schemas_for(kind, schema).any([&](NameId where) {
        wanted.schema = where;
        last = state_.find(wanted);
        return last != nullptr;
    });
    return last;
}

// By name: overloaded routines are one, and so are a relation and its row type.
OfferKey Simulation::footprint(const Mention& mention) {
    const bool is_type = space_of(mention.kind) == Space::Type || mention.kind == ObjectKind::EnumLabel;
    const ObjectKind kind = is_member(mention.kind) || is_type ? ObjectKind::Relation : mention.kind;
    const bool names_member = is_member(mention.kind) && mention.has(mention_flag::chosen);
    const auto named = pass_.names.find(position_);
    const std::string& written = names_member ? mention.member : mention.name;
    const std::string& name = named == pass_.names.end() ? written : named->second;
    const NameId schema = pass_.schemas[position_];
    if (!is_member(mention.kind)) return {key(kind, schema, name), ObjectKind::Schema, 0};
    if (names_member) return {key(kind, schema, mention.name), mention.kind, id(name)};
    return {key(kind, schema, name), mention.kind, id(mention.member)};
}

void Simulation::leave_footprint(const Mention& mention, bool reads) {
    if (!follows_ || self_ < 0) return;
    const auto follow = [&](Provider other) { pass_.follows.push_back({position_, other, reads}); };
    const OfferKey key = footprint(mention);
    if (reads) footprints_.read(key, self_, follow);
    else footprints_.write(key, self_, follow);
    if (key.object.schema == no_schema_) return;
    const Key schema{Space::Schema, ObjectKind::Schema, no_schema_, key.object.schema};
    footprints_.read({schema, ObjectKind::Schema, 0}, self_, [](Provider) {});
}

void Simulation::stands_in(NameId schema) {
    if (position_ < pass_.schemas.size()) pass_.schemas[position_] = schema;
}

std::string Simulation::display_owner(const Mention& mention, NameId schema) const {
    return core::display_owner(mention, schema_name(schema));
}

std::string Simulation::display(const Mention& mention, const Pass& pass, std::uint32_t position) const {
    const auto found = pass.names.find(position);
    if (found == pass.names.end()) return display(mention, pass.schemas[position]);
    Mention named = mention;
    const bool is_picked = mention.has(mention_flag::chosen) && is_member(mention.kind);
    (is_picked ? named.member : named.name) = found->second;
    return display(named, pass.schemas[position]);
}

std::string Simulation::display(const Mention& mention, NameId schema) const {
    return core::display(mention, schema_name(schema));
}

}  // namespace strata::core
