#include "core/schema_state.h"

#include <algorithm>

namespace strata::core {

namespace {

// What DROP ... CASCADE of something else can take along.
bool depends_on_others(ObjectKind kind) noexcept {
    switch (kind) {
        case ObjectKind::Table:
        case ObjectKind::ForeignTable:
        case ObjectKind::Schema:
        case ObjectKind::Role:
        case ObjectKind::Extension: return false;
        default: return true;
    }
}

}  // namespace

Space space_of(ObjectKind kind) noexcept {
    if (is_relation(kind)) return Space::Relation;
    if (is_routine(kind)) return Space::Routine;
    switch (kind) {
        case ObjectKind::Schema: return Space::Schema;
        case ObjectKind::Type:
        case ObjectKind::Domain: return Space::Type;
        case ObjectKind::Role: return Space::Role;
        case ObjectKind::Extension: return Space::Extension;
        default: return Space::Other;
    }
}

SchemaState::SchemaState() : bodies_(1) {}

Object* SchemaState::find(const Key& key) {
    const auto found = index_.find(key);
    return found == index_.end() ? nullptr : &objects_[found->second];
}

const Object* SchemaState::find(const Key& key) const { return const_cast<SchemaState*>(this)->find(key); }

Object& SchemaState::make(const Key& key, ObjectKind kind, Presence presence, Provider provider) {
    const auto [found, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(objects_.size()));
    if (is_new) {
        objects_.push_back({.key = key, .kind = kind});
        in_schema_[key.schema].push_back(found->second);
    }
    Object& object = objects_[found->second];
    if (object.presence == Presence::No) {
        object.body = static_cast<std::uint32_t>(bodies_.size());
        object.owner = 0;
        bodies_.emplace_back();
    }
    object.kind = kind;
    object.presence = presence;
    object.provider = provider;
    object.made_at = clock_;
    return object;
}

void SchemaState::belongs_to(Object& object, const Object& table) {
    object.owner = table.body;
    owned_[table.body].push_back(static_cast<std::uint32_t>(&object - objects_.data()));
}

void SchemaState::rename_constraint_of(const Object& index, NameId from, NameId to) {
    if (index.owner == 0) return;
    for (Member& member : bodies_[index.owner].members)
        if (member.kind == ObjectKind::Constraint && member.name == from) member.name = to;
}

void SchemaState::doubt_what_hangs_on_columns(const Object& table) {
    for (Member& member : bodies_[table.body].members)
        if (member.kind != ObjectKind::Column) member.presence = std::min(member.presence, Presence::Maybe);
    if (const auto owned = owned_.find(table.body); owned != owned_.end())
        for (const auto index : owned->second)
            objects_[index].presence = std::min(objects_[index].presence, Presence::Maybe);
}

void SchemaState::drop(Object& object, Presence left, Provider dropper, std::int32_t line) {
    object.presence = std::min(object.presence, left);
    object.dropper = dropper;
    object.line = line;
    if (left == Presence::No) take_along(object.body, dropper, line);
}

void SchemaState::take_along(std::uint32_t body, Provider dropper, std::int32_t line) {
    const auto owned = owned_.find(body);
    if (body == 0 || owned == owned_.end()) return;
    for (const auto index : owned->second) {
        Object& object = objects_[index];
        if (object.owner != body) continue;
        object.presence = Presence::No;
        object.dropper = dropper;
        object.line = line;
    }
}

void SchemaState::move(const Key& from, const Key& to, Provider mover) {
    const Object* old = find(from);
    if (old == nullptr || from == to) return;
    const Object before = *old;
    Object& moved = make(to, before.kind, before.presence, before.provider);
    moved.body = before.body;
    moved.owner = before.owner;
    moved.made_at = before.made_at;
    const auto index = static_cast<std::uint32_t>(&moved - objects_.data());
    if (before.owner != 0) owned_[before.owner].push_back(index);
    Object& left = *find(from);
    left.presence = Presence::No;
    left.dropper = mover;
    left.body = left.owner = 0;
    if (from.schema == to.schema) return;
    const auto owned = owned_.find(before.body);
    if (before.body == 0 || owned == owned_.end()) return;
    for (const auto along : std::vector(owned->second)) {
        const Object& object = objects_[along];
        if (object.owner == before.body && object.presence != Presence::No && object.key.schema == from.schema)
            move(object.key, {object.key.space, object.key.kind, to.schema, object.key.name}, mover);
    }
}

void SchemaState::drop_schema(NameId schema, Provider dropper, std::int32_t line) {
    for (const auto index : in_schema_[schema]) {
        Object& object = objects_[index];
        if (object.key.space == Space::Schema || object.presence == Presence::No) continue;
        drop(object, Presence::No, dropper, line);
    }
}

void SchemaState::move_schema(NameId from, NameId to, Provider mover) {
    for (const auto index : std::vector(in_schema_[from])) {
        const Object& object = objects_[index];
        if (object.presence == Presence::No) continue;
        const Key key = object.key;
        move(key, {key.space, key.kind, to, key.name}, mover);
    }
}

Member* SchemaState::member(const Object& object, ObjectKind kind, NameId name) {
    for (Member& member : bodies_[object.body].members)
        if (member.kind == kind && member.name == name) return &member;
    return nullptr;
}

void SchemaState::make_member(const Object& object, ObjectKind kind, NameId name, Presence presence,
                              Provider provider) {
    Member* known = member(object, kind, name);
    if (known == nullptr) {
        bodies_[object.body].members.push_back({kind, name, presence, provider, nobody, clock_});
        return;
    }
    known->presence = presence;
    known->provider = provider;
    known->made_at = clock_;
}

Presence SchemaState::presence(const Object& object) const noexcept {
    const bool doubtful = object.made_at < cascade_at_ && depends_on_others(object.kind);
    return doubtful ? std::min(object.presence, Presence::Maybe) : object.presence;
}

Presence SchemaState::presence(const Member& member) const noexcept {
    return member.made_at < cascade_at_ ? std::min(member.presence, Presence::Maybe) : member.presence;
}

Presence SchemaState::presence(const Signature& signature) const noexcept {
    return signature.made_at < cascade_at_ ? std::min(signature.presence, Presence::Maybe) : signature.presence;
}

}  // namespace strata::core
