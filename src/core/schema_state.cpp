#include "core/schema_state.h"

#include <algorithm>
#include <tuple>

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

bool is_table(ObjectKind kind) noexcept { return kind == ObjectKind::Table || kind == ObjectKind::ForeignTable; }

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

bool has_schema(ObjectKind kind) noexcept {
    switch (space_of(kind)) {
        case Space::Relation:
        case Space::Type:
        case Space::Routine: return true;
        case Space::Schema:
        case Space::Role:
        case Space::Extension: return false;
        case Space::Other: break;
    }
    switch (kind) {
        case ObjectKind::Operator:
        case ObjectKind::OperatorClass:
        case ObjectKind::OperatorFamily:
        case ObjectKind::Collation:
        case ObjectKind::Conversion:
        case ObjectKind::TextSearchParser:
        case ObjectKind::TextSearchDictionary:
        case ObjectKind::TextSearchTemplate:
        case ObjectKind::TextSearchConfiguration:
        case ObjectKind::Statistics: return true;
        default: return is_member(kind);
    }
}

SchemaState::SchemaState() : bodies_(1) {}

Object* SchemaState::find(const Key& key) {
    const std::uint32_t found = index_.find(key);
    return found == index_.none ? nullptr : &objects_[found];
}

std::uint32_t SchemaState::slot(const Key& key, ObjectKind kind) {
    const auto [found, is_new] = index_.try_emplace(key, static_cast<std::uint32_t>(objects_.size()));
    if (is_new) {
        objects_.push_back({.key = key, .kind = kind});
        in_schema_[key.schema].push_back(found);
    }
    return found;
}

Object& SchemaState::make(const Key& key, ObjectKind kind, Presence presence, Deed deed) {
    Object& object = objects_[slot(key, kind)];
    object.kind = kind;
    object.presence = presence;
    object.made = deed;
    object.maker = deed.who;
    object.made_at = clock_;
    object.body = static_cast<std::uint32_t>(bodies_.size());
    object.owner = 0;
    object.column = 0;
    object.claimant = nobody;
    bodies_.emplace_back();
    return object;
}

void SchemaState::belongs_to(Object& object, const Object& table, NameId column) {
    object.owner = table.body;
    object.column = column;
    if (object.listed == table.body) return;
    object.listed = table.body;
    bodies_[table.body].belongs.push_back(static_cast<std::uint32_t>(&object - objects_.data()));
}

void SchemaState::drop(Object& object, Presence left, Deed deed) {
    std::vector<std::uint32_t> going = {static_cast<std::uint32_t>(&object - objects_.data())};
    while (!going.empty()) {
        Object& gone = objects_[going.back()];
        going.pop_back();
        gone.presence = std::min(gone.presence, left);
        gone.dropped = deed;
        Body& body = bodies_[gone.body];
        for (Signature& signature : body.signatures) {
            if (signature.presence != Presence::No) signature.dropped = deed;
            signature.presence = std::min(signature.presence, left);
        }
        for (const auto index : body.belongs)
            if (objects_[index].owner == gone.body && objects_[index].presence != Presence::No) going.push_back(index);
        if (left != Presence::No) continue;
        gone.former = gone.body;
        gone.body = gone.owner = 0;
    }
}

void SchemaState::drop_what_belongs_to(const Object& table, NameId column, Presence left, Deed deed) {
    const std::vector<std::uint32_t> belongings = bodies_[table.body].belongs;
    for (const auto index : belongings) {
        Object& object = objects_[index];
        const bool goes = object.column == column && is_owned_by(object, table) && object.presence != Presence::No;
        if (goes) drop(object, left, deed);
    }
}

void SchemaState::rename_column_of_belongings(const Object& table, NameId from, NameId to) {
    for (const auto index : bodies_[table.body].belongs)
        if (objects_[index].column == from && is_owned_by(objects_[index], table)) objects_[index].column = to;
}

void SchemaState::move(const Key& from, const Key& to, Presence left, Deed deed) {
    const Object* old = find(from);
    if (old == nullptr || from == to) return;
    const Object before = *old;
    const std::uint32_t index = slot(to, before.kind);
    if (left == Presence::No) {
        Object& moved = objects_[index];
        const auto [listed, former, key] = std::tuple(moved.listed, moved.former, moved.key);
        moved = before;
        moved.key = key;
        moved.listed = listed;
        moved.former = former;
        moved.made = deed;
    } else if (objects_[index].presence == Presence::No) {
        copy_in_doubt(before, index, deed);
    } else if (objects_[index].presence == Presence::Maybe) {
        bodies_[objects_[index].body].is_open = true;  // if it did come to pass, nothing was there before
    }
    Object& moved = objects_[index];
    if (moved.owner != 0) {
        if (moved.listed != moved.owner) bodies_[moved.owner].belongs.push_back(index);
        moved.listed = moved.owner;
    }
    Object& gone = *find(from);
    gone.presence = std::min(gone.presence, left);
    gone.dropped = deed;
    if (left == Presence::No) {
        gone.former = gone.body;
        gone.body = gone.owner = 0;
    }
    if (from.schema != to.schema) move_belongings(before.body, from.schema, to.schema, left, deed);
}

// What belongs to the object stays where it is.
void SchemaState::copy_in_doubt(const Object& original, std::uint32_t index, Deed deed) {
    Object& copy = objects_[index];
    copy.kind = original.kind;
    copy.presence = Presence::Maybe;
    copy.made_at = original.made_at;
    copy.made = deed;
    copy.maker = original.maker;
    copy.owner = original.owner;
    copy.column = original.column;
    copy.claimant = nobody;
    copy.body = static_cast<std::uint32_t>(bodies_.size());
    Body body = bodies_[original.body];
    body.belongs.clear();
    for (Signature& signature : body.signatures) signature.presence = std::min(signature.presence, Presence::Maybe);
    for (std::uint32_t place = 0; place < body.members.size(); ++place) {
        Member& member = body.members[place];
        member.presence = std::min(member.presence, Presence::Maybe);
        members_.try_emplace({copy.body, member.kind, member.name}, place);
    }
    bodies_.push_back(std::move(body));
}

// Indexes and sequences go with their table to another schema; partitions stay.
void SchemaState::move_belongings(std::uint32_t body, NameId from, NameId to, Presence left, Deed deed) {
    if (body == 0) return;
    const std::vector<std::uint32_t> belongings = bodies_[body].belongs;
    for (const auto index : belongings) {
        const Object& object = objects_[index];
        if (object.owner != body || object.presence == Presence::No || object.key.schema != from) continue;
        if (is_table(object.kind)) continue;
        const Key key = object.key;
        move(key, {key.space, key.kind, to, key.name}, left, deed);
    }
}

void SchemaState::drop_schema(NameId schema, Presence left, Deed deed) {
    for (const auto index : in_schema_[schema]) {
        Object& object = objects_[index];
        if (object.presence != Presence::No) drop(object, left, deed);
    }
}

void SchemaState::move_schema(NameId from, NameId to, Presence left, Deed deed) {
    for (const auto index : std::vector(in_schema_[from])) {
        const Object& object = objects_[index];
        if (object.presence == Presence::No) continue;
        const Key key = object.key;
        move(key, {key.space, key.kind, to, key.name}, left, deed);
    }
}

Member* SchemaState::member(std::uint32_t body, ObjectKind kind, NameId name) {
    const std::uint32_t found = members_.find({body, kind, name});
    return found == members_.none ? nullptr : &bodies_[body].members[found];
}

bool SchemaState::had_member(const Object& object, ObjectKind kind, NameId name) {
    const Member* had = object.former == 0 ? nullptr : member(object.former, kind, name);
    return had != nullptr && had->presence != Presence::No;
}

Member& SchemaState::member_slot(const Object& object, ObjectKind kind, NameId name) {
    auto& members = bodies_[object.body].members;
    const auto place = static_cast<std::uint32_t>(members.size());
    const auto [found, is_new] = members_.try_emplace({object.body, kind, name}, place);
    if (is_new && members.empty()) members.reserve(8);
    if (is_new) members.push_back({.kind = kind, .name = name});
    return members[found];
}

void SchemaState::rename_constraint_of(const Object& index, NameId from, NameId to, Deed deed) {
    if (index.owner == 0) return;
    Object table{};
    table.body = index.owner;
    Member* old = member(index.owner, ObjectKind::Constraint, from);
    if (old == nullptr || old->presence == Presence::No) return;
    const Member before = *old;
    old->presence = Presence::No;
    old->dropped = deed;
    Member& renamed = member_slot(table, ObjectKind::Constraint, to);
    renamed.presence = before.presence;
    renamed.made_at = before.made_at;
    renamed.made = deed;
}

void SchemaState::doubt_what_hangs_on_columns(const Object& table) { bodies_[table.body].lost_columns_at = ++clock_; }

void SchemaState::make_sure(Object& object, Deed deed) {
    bodies_[object.body].doubted_at = ++clock_;
    object.presence = Presence::Yes;
    object.made = deed;
    object.made_at = clock_;
}

Presence SchemaState::presence(const Object& object) const noexcept {
    const bool is_cascaded = depends_on_others(object.kind) && object.made_at < cascade_at_;
    const bool is_child =
        is_table(object.kind) && bodies_[object.body].is_open &&
        object.made_at < std::max(dropped_table_at_, cascade_at_);
    const Body& owner = bodies_[object.owner];
    const bool has_lost_column = object.made_at < std::max(owner.lost_columns_at, owner.doubted_at);
    const bool is_doubtful = is_cascaded || is_child || has_lost_column;
    return is_doubtful ? std::min(object.presence, Presence::Maybe) : object.presence;
}

Presence SchemaState::presence(const Object& owner, const Member& member) const noexcept {
    const Body& body = bodies_[owner.body];
    const bool has_lost_column = member.kind != ObjectKind::Column && member.made_at < body.lost_columns_at;
    const bool is_doubtful = member.made_at < std::max(cascade_at_, body.doubted_at) || has_lost_column;
    return std::min({member.presence, owner.presence, is_doubtful ? Presence::Maybe : Presence::Yes});
}

Presence SchemaState::presence(const Signature& signature) const noexcept {
    return signature.made_at < cascade_at_ ? std::min(signature.presence, Presence::Maybe) : signature.presence;
}

}  // namespace strata::core
