// What a script leaves behind: what it provides and drops.
#include <algorithm>
#include <utility>

#include "core/simulation.h"
#include "core/text.h"

namespace strata::core {

namespace {

// With an origin that tells the table: they go when it goes.
bool belongs_to_tables(ObjectKind kind) {
    return kind == ObjectKind::Index || kind == ObjectKind::Sequence || kind == ObjectKind::Table ||
           kind == ObjectKind::ForeignTable;
}

bool is_there(const Object* object) { return object != nullptr && object->presence != Presence::No; }

bool is_type(ObjectKind kind) { return kind == ObjectKind::Type || kind == ObjectKind::Domain; }

}  // namespace

bool Simulation::keeps_what_is_there(const Mention& mention) {
    return mention.has(mention_flag::if_not_exists | mention_flag::or_replace);
}

bool Simulation::must_be_new(const Mention& mention) {
    return mention.strength == Strength::Hard && !keeps_what_is_there(mention) && !mention.has(mention_flag::chosen);
}

Presence Simulation::presence_left(const Mention& mention) {
    return mention.has(mention_flag::uncertain) ? Presence::Maybe : Presence::No;
}

Presence Simulation::presence_after(const Mention& mention) const {
    const bool may_be_kept = statement_.kept.has_value() && mention.has(mention_flag::if_not_exists);
    return mention.has(mention_flag::uncertain) || may_be_kept ? Presence::Maybe : Presence::Yes;
}

void Simulation::provide(const Mention& mention) {
    statement_.provides = true;
    if (statement_.kept && is_kept(mention)) return;
    const Mention* moved = std::exchange(statement_.moved, nullptr);
    if (is_member(mention.kind)) return moved != nullptr ? move_member(*moved, mention) : provide_member(mention);
    if (is_routine(mention.kind)) return moved != nullptr ? move_routine(*moved, mention) : provide_routine(mention);
    if (moved != nullptr) return move_object(*moved, mention);
    const bool is_new = provide_object(mention);
    if (mention.kind == ObjectKind::Extension && is_new && self_ != database) provide_extension(mention);
}

// Whether it is part of a table that CREATE TABLE IF NOT EXISTS surely found, and so is not made. Notes the end of that
// table's definition, too.
bool Simulation::is_kept(const Mention& mention) {
    const Object* table = is_member(mention.kind)
                              ? lookup_owner(mention.kind, {mention.schema, mention.name}).object
                              : table_of(mention);
    const bool is_part = table != nullptr && table->key == *statement_.kept && mention.has(mention_flag::if_not_exists);
    if (!is_part) statement_.kept.reset();
    if (!is_part || !statement_.surely_kept) return false;
    if (is_member(mention.kind))
        if (Member* member = state_.member(*table, mention.kind, id(mention.member))) member->claimant = self_;
    return true;
}

// The name that the server would take for a relation, counting up from the one written. A table's former primary key is
// gone, as it can have only one.
std::string Simulation::free_relation_name(const std::string& written, NameId schema, const Object* table) {
    const bool is_primary_key = table != nullptr && std::string_view(written).ends_with("_pkey");
    const auto is_taken = [&](const std::string& name) {
        const Object* there = state_.find(key(ObjectKind::Relation, schema, name));
        if (!is_there(there) || (is_primary_key && state_.is_owned_by(*there, *table))) return false;
        const bool surely = table == nullptr || state_.presence(*there) == Presence::Yes;
        return surely || !went_with_column(*table, written, there->made_at);
    };
    std::string name = written;
    for (int number = 1; is_taken(name); ++number) name = concat(written, number);
    statement_.written = written;
    statement_.chosen = name;
    goes_by(name, written);
    return name;
}

// A table, like a view, has a row type of its name.
void Simulation::meets_type_or_table(const Mention& mention, const Key& key) {
    const bool has_type = is_relation(mention.kind) && !stands_with_table(mention.kind);
    if (!has_type && !is_type(mention.kind)) return;
    Key other = key;
    other.space = has_type ? Space::Type : Space::Relation;
    Object* there = state_.find(other);
    if (!is_there(there) || !must_be_new(mention) || stands_with_table(there->kind)) return;
    if (state_.presence(*there) == Presence::Yes)
        pass_.clashes.push_back({position_, there->made, opaque_.last(), there->kind});
}

// The table that an index or a sequence goes with, or the one that a partition belongs to; the range of a multirange.
Object* Simulation::table_of(const Mention& mention) {
    if (mention.kind == ObjectKind::Type && !mention.origin.name.empty())
        return lookup(ObjectKind::Type, mention.origin.schema, mention.origin.name).object;
    if (!belongs_to_tables(mention.kind)) return nullptr;
    if (!mention.origin.name.empty())
        return lookup(ObjectKind::Relation, mention.origin.schema, mention.origin.name).object;
    const bool has_table = mention.kind == ObjectKind::Index && statement_.table;
    return has_table ? state_.find(*statement_.table) : nullptr;
}

// Whether it is there only now.
bool Simulation::provide_object(const Mention& mention) {
    const Object* table = table_of(mention);
    const bool in_tables_schema = table != nullptr && mention.schema.empty() && stands_with_table(mention.kind);
    const NameId schema = in_tables_schema ? table->key.schema : creation_schema(mention.kind, mention.schema);
    const std::optional<Key> owner = table == nullptr ? std::nullopt : std::optional(table->key);
    const bool is_chosen = mention.has(mention_flag::chosen) && is_relation(mention.kind);
    const Key to = key(mention.kind, schema, is_chosen ? free_relation_name(mention.name, schema, table) : mention.name);
    stands_in(to.schema);
    if (is_relation(mention.kind) && !stands_with_table(mention.kind)) statement_.table = to;
    if (Object* there = state_.find(to); is_there(there) && keep_object(mention, *there)) return false;
    if (Object* there = state_.find(to); is_there(there)) state_.drop(*there, Presence::No, deed(mention));
    else meets_type_or_table(mention, to);
    Object& made = state_.make(to, mention.kind, presence_after(mention), deed(mention));
    const NameId column = mention.origin_member.empty() ? 0 : id(mention.origin_member);
    if (owner) state_.belongs_to(made, *state_.find(*owner), column);
    if (is_temporary(schema)) temporary_.push_back(to);
    if (is_type(mention.kind)) statement_.type = to;
    if (mention.kind == ObjectKind::Schema && self_ == database) knows_schemas_ = true;
    return true;
}

// Whether it stays. A plain CREATE that may succeed shows that what was doubtful is gone; one that has succeeded, as in
// an open world all have, that it is not as old as it seemed.
bool Simulation::keep_object(const Mention& mention, Object& there) {
    const bool is_newer = world_ == World::Open && self_ != database && there.made.who == database;
    const bool surely = state_.presence(there) == Presence::Yes && !(is_newer && must_be_new(mention));
    const Presence after = presence_after(mention);
    meets_existing(mention, surely, there);
    if (!surely && must_be_new(mention) && after == Presence::Yes) return false;
    if (mention.has(mention_flag::if_not_exists) && is_relation(mention.kind) && !stands_with_table(mention.kind)) {
        statement_.kept = there.key;
        statement_.surely_kept = surely;
    }
    if (!surely && after == Presence::Yes) state_.make_sure(there, deed(mention));
    there.presence = std::max(there.presence, after);
    there.made_at = state_.now();
    return true;
}

void Simulation::move_object(const Mention& from, const Mention& to) {
    const Found old = lookup(from.kind, from.schema, from.name);
    const NameId schema = !to.schema.empty()        ? id(to.schema)
                          : old.object != nullptr ? old.object->key.schema
                                                  : creation_schema(from.kind, from.schema);
    const Key after = key(to.kind, schema, to.name);
    stands_in(after.schema);
    if (old.object == nullptr) {  // it is missing, which has been said: go on as if it had been there
        if (from.strength == Strength::Hard && !is_there(state_.find(after)))
            state_.body(state_.make(after, to.kind, presence_after(to), deed(to))).is_open = true;
        return;
    }
    const Key before = old.object->key;
    if (before == after) return;
    const bool is_index = old.object->kind == ObjectKind::Index;
    if (Object* there = state_.find(after); is_there(there))
        meets_existing(to, state_.presence(*there) == Presence::Yes, *there);
    else
        meets_type_or_table(to, after);
    const Presence left = presence_left(from);
    if (to.kind == ObjectKind::Schema) state_.move_schema(before.name, after.name, left, deed(to));
    if (space_of(to.kind) == Space::Type || space_of(to.kind) == Space::Relation)
        renamed_types_[before.name] = state_.tick();
    state_.move(before, after, left, deed(to));
    if (is_index && left == Presence::No)
        state_.rename_constraint_of(*state_.find(after), before.name, after.name, deed(to));
    if (old.is_temporary) temporary_.push_back(after);
}

void Simulation::provide_extension(const Mention& mention) {
    const Reading* members = nullptr;
    if (extensions_ != nullptr)
        if (const auto known = extensions_->find(mention.name); known != extensions_->end()) members = &known->second;
    const auto path = paths_.now;
    if (!mention.origin.schema.empty()) paths_.now = {id(mention.origin.schema)};
    const NameId schema = creation_schema(ObjectKind::Table, {});
    if (members == nullptr) opaque_.add_extension(mention.name, names_.text(schema), deed(mention));
    else provide_members_of(mention, *members, names_.text(schema));
    paths_.now = path;
    stands_in(no_schema_);
}

void Simulation::provide_members_of(const Mention& extension, const Reading& members, std::string_view schema) {
    const std::size_t taken_over = pass_.taken_over.size();
    for (const Mention& member : members) {
        if (member.kind == ObjectKind::Unread && !member.has(mention_flag::in_routine))
            opaque_.add_extension(extension.name, member.schema.empty() ? schema : std::string_view(member.schema),
                                  deed(extension));
        if (member.bearing != Bearing::Provides) continue;
        Mention provided = member;
        provided.line = extension.line;
        provided.flags |= mention_flag::if_not_exists | (extension.flags & mention_flag::uncertain);
        provide(provided);
        statement_.kept.reset();
    }
    pass_.taken_over.resize(taken_over);  // not by this script
    pass_.names.erase(position_);
}

void Simulation::drop(const Mention& mention) {
    if (mention.has(mention_flag::moved)) {
        statement_.moved = &mention;
        return;
    }
    const Presence left = presence_left(mention);
    if (is_routine(mention.kind)) {
        drop_routine(mention);
    } else if (is_member(mention.kind)) {
        drop_member(mention);
    } else if (mention.kind == ObjectKind::Sequence && !mention.origin_member.empty()) {
        const Object* table = lookup(ObjectKind::Relation, mention.origin.schema, mention.origin.name).object;
        if (table != nullptr) state_.drop_what_belongs_to(*table, id(mention.origin_member), left, deed(mention));
    } else if (const Found found = lookup(mention.kind, mention.schema, mention.name); found.object != nullptr) {
        if (is_type(mention.kind)) drop_constructors(*found.object, left, deed(mention));
        if (mention.kind == ObjectKind::Schema) state_.drop_schema(id(mention.name), left, deed(mention));
        state_.drop(*found.object, left, deed(mention));
    }
    const bool is_table = mention.kind == ObjectKind::Table || mention.kind == ObjectKind::ForeignTable;
    if (is_table || mention.kind == ObjectKind::Schema) state_.note_dropped_table();
    if (mention.has(mention_flag::cascade) || mention.kind == ObjectKind::Extension) state_.note_cascade();
}

}  // namespace strata::core
