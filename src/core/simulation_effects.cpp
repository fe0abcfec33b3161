// What a script leaves behind: what it provides and drops.
#include <algorithm>
#include <utility>

#include "core/simulation.h"
#include "core/text.h"

namespace strata::core {

namespace {

bool keeps_what_is_there(const Mention& mention) {
    return mention.has(mention_flag::if_not_exists | mention_flag::or_replace);
}

bool must_be_new(const Mention& mention) {
    return mention.strength == Strength::Hard && !keeps_what_is_there(mention) && !mention.has(mention_flag::chosen);
}

Presence presence_after(const Mention& mention) {
    return mention.has(mention_flag::uncertain) ? Presence::Maybe : Presence::Yes;
}

Presence presence_left(const Mention& mention) {
    return mention.has(mention_flag::uncertain) ? Presence::Maybe : Presence::No;
}

bool belongs_to_tables(ObjectKind kind) { return kind == ObjectKind::Index || kind == ObjectKind::Sequence; }

bool is_there(const Object* object) { return object != nullptr && object->presence != Presence::No; }
bool is_there(const Member* member) { return member != nullptr && member->presence != Presence::No; }

}  // namespace

void Simulation::provide(const Mention& mention) {
    statement_.provides = true;
    const Mention* moved = std::exchange(statement_.moved, nullptr);
    if (statement_.keeps_table) return;
    if (is_member(mention.kind)) return moved != nullptr ? move_member(*moved, mention) : provide_member(mention);
    if (is_routine(mention.kind)) return moved != nullptr ? move_routine(*moved, mention) : provide_routine(mention);
    if (moved != nullptr) return move_object(*moved, mention);
    provide_object(mention);
    if (mention.kind == ObjectKind::Extension && self_ != database) provide_extension(mention);
}

void Simulation::meets_existing(const Mention& mention, bool surely, Provider provider, std::int32_t line) {
    if (must_be_new(mention) && surely) pass_.clashes.push_back({position_, provider, line});
    if (keeps_what_is_there(mention) && provider != self_) pass_.taken_over.push_back({position_, provider});
}

// The name that the server would take for a relation, counting up from the one written.
std::string Simulation::free_relation_name(const std::string& written, NameId schema) {
    std::string name = written;
    for (int number = 1; is_there(state_.find(key(ObjectKind::Relation, schema, name))); ++number)
        name = concat(written, number);
    statement_.written = written;
    statement_.chosen = name;
    return name;
}

// Likewise for a constraint. A key is named as its index, which was provided just before.
std::string Simulation::free_member_name(const Mention& mention, const Object& owner) {
    if (std::exchange(statement_.written, std::string()) == mention.member) return statement_.chosen;
    std::string name = mention.member;
    for (int number = 1; is_there(state_.member(owner, mention.kind, id(name))); ++number)
        name = concat(mention.member, number);
    return name;
}
// The table that an index or a sequence goes with.
Object* Simulation::table_of(const Mention& mention) {
    if (!belongs_to_tables(mention.kind)) return nullptr;
    if (!mention.origin.name.empty())
        return lookup(ObjectKind::Relation, mention.origin.schema, mention.origin.name).object;
    const bool has_table = mention.kind == ObjectKind::Index && statement_.table;
    return has_table ? state_.find(*statement_.table) : nullptr;
}

void Simulation::provide_object(const Mention& mention) {
    const Object* table = table_of(mention);
    const bool in_tables_schema = table != nullptr && mention.schema.empty();
    const NameId schema = in_tables_schema ? table->key.schema : creation_schema(mention.kind, mention.schema);
    const std::optional<Key> owner = table == nullptr ? std::nullopt : std::optional(table->key);
    const Key to = key(mention.kind, schema,
                       mention.has(mention_flag::chosen) ? free_relation_name(mention.name, schema) : mention.name);
    stands_in(to.schema);
    if (is_relation(mention.kind) && !belongs_to_tables(mention.kind)) statement_.table = to;
    if (Object* there = state_.find(to); is_there(there)) {
        meets_existing(mention, state_.presence(*there) == Presence::Yes, there->provider, there->line);
        statement_.keeps_table = mention.has(mention_flag::if_not_exists) && is_relation(mention.kind) &&
                                 !belongs_to_tables(mention.kind) && state_.presence(*there) == Presence::Yes;
        there->presence = std::max(there->presence, presence_after(mention));
        there->made_at = state_.now();
        return;
    }
    Object& made = state_.make(to, mention.kind, presence_after(mention), self_);
    made.line = mention.line;
    if (owner) state_.belongs_to(made, *state_.find(*owner));
    if (is_temporary(schema)) temporary_.push_back(to);
}

void Simulation::move_object(const Mention& from, const Mention& to) {
    const Found old = lookup(from.kind, from.schema, from.name);
    if (old.object == nullptr) return;
    const Key before = old.object->key;
    const Key after = key(to.kind, to.schema.empty() ? before.schema : id(to.schema), to.name);
    stands_in(after.schema);
    if (const Object* there = state_.find(after); is_there(there) && before != after)
        meets_existing(to, state_.presence(*there) == Presence::Yes, there->provider, there->line);
    if (to.kind == ObjectKind::Schema) state_.move_schema(id(from.name), id(to.name), self_);
    state_.move(before, after, self_);
    if (to.kind == ObjectKind::Index) state_.rename_constraint_of(*state_.find(after), before.name, after.name);
}

void Simulation::provide_extension(const Mention& mention) {
    const Reading* members = nullptr;
    if (extensions_ != nullptr)
        if (const auto known = extensions_->find(mention.name); known != extensions_->end()) members = &known->second;
    if (members == nullptr) {
        unknown_members_ = OpaquePlace{self_, mention.line};
        return;
    }
    const auto path = path_;
    if (!mention.origin.schema.empty()) path_ = {id(mention.origin.schema)};
    for (const Mention& member : *members) {
        Mention provided = member;
        provided.flags |= mention_flag::if_not_exists;
        provide(provided);
    }
    path_ = path;
    stands_in(id(""));
}

void Simulation::provide_routine(const Mention& mention) {
    const Key to = key(mention.kind, creation_schema(mention.kind, mention.schema), mention.name);
    stands_in(to.schema);
    statement_.routine = to;
    Object* object = state_.find(to);
    if (!is_there(object)) object = &state_.make(to, mention.kind, Presence::Yes, self_);
    object->line = mention.line;
    for (Signature& signature : state_.body(*object).signatures) {
        if (signature.presence == Presence::No || !signature.has_arguments || !matches(signature, mention)) continue;
        meets_existing(mention, state_.presence(signature) == Presence::Yes, signature.provider, 0);
        signature.presence = std::max(signature.presence, presence_after(mention));
        signature.made_at = state_.now();
        return;
    }
    std::vector<NameId> arguments;
    for (const auto& argument : mention.arguments) arguments.push_back(id(argument));
    state_.body(*object).signatures.push_back({std::move(arguments), mention.has(mention_flag::has_arguments),
                                               mention.fewest, mention.most, presence_after(mention), self_, false,
                                               state_.now()});
}

void Simulation::move_routine(const Mention& from, const Mention& to) {
    const Call old = lookup_routine(from);
    if (old.signature == nullptr) return;
    const NameId schema = to.schema.empty() ? old.object->key.schema : id(to.schema);
    stands_in(schema);
    Signature along = *old.signature;
    old.signature->presence = Presence::No;
    old.object->dropper = self_;
    old.object->line = to.line;
    const Key after = key(to.kind, schema, to.name);
    Object* object = state_.find(after);
    if (!is_there(object)) object = &state_.make(after, to.kind, Presence::Yes, along.provider);
    state_.body(*object).signatures.push_back(std::move(along));
}

void Simulation::provide_columns(const Mention& mention, const Object& owner) {
    const Found source = mention.origin.name.empty()
                             ? Found{nullptr, false}
                             : lookup(ObjectKind::Relation, mention.origin.schema, mention.origin.name);
    if (source.object == nullptr || state_.body(*source.object).is_open) {
        state_.body(owner).is_open = true;
        return;
    }
    for (const Member& member : std::vector(state_.body(*source.object).members))
        if (member.kind == ObjectKind::Column && member.presence != Presence::No)
            state_.make_member(owner, member.kind, member.name, member.presence, self_);
}

void Simulation::provide_member(const Mention& mention) {
    const Found owner = lookup_owner(mention.kind, {mention.schema, mention.name});
    if (owner.object == nullptr) return;
    stands_in(owner.object->key.schema);
    if (mention.kind == ObjectKind::Column && mention.member == "*") return provide_columns(mention, *owner.object);
    const std::string name =
        mention.has(mention_flag::chosen) ? free_member_name(mention, *owner.object) : mention.member;
    const Member* there = state_.member(*owner.object, mention.kind, id(name));
    if (!is_there(there)) {
        state_.make_member(*owner.object, mention.kind, id(name), presence_after(mention), self_);
        return;
    }
    meets_existing(mention, state_.presence(*there) == Presence::Yes, there->provider, 0);
    state_.make_member(*owner.object, mention.kind, id(name), std::max(there->presence, presence_after(mention)),
                       there->provider);
}

void Simulation::move_member(const Mention& from, const Mention& to) {
    const Found owner = lookup_owner(to.kind, {to.schema, to.name});
    if (owner.object == nullptr) return;
    stands_in(owner.object->key.schema);
    Provider provider = self_;
    if (Member* old = state_.member(*owner.object, to.kind, id(from.member)); is_there(old)) {
        provider = old->provider;
        old->presence = Presence::No;
        old->dropper = self_;
    }
    const Member* there = state_.member(*owner.object, to.kind, id(to.member));
    if (is_there(there)) meets_existing(to, state_.presence(*there) == Presence::Yes, there->provider, 0);
    state_.make_member(*owner.object, to.kind, id(to.member), presence_after(to), provider);
    if (to.kind != ObjectKind::Constraint) return;
    const NameId schema = owner.object->key.schema;
    const Key index = key(ObjectKind::Index, schema, from.member);
    const Object* of_key = state_.find(index);
    if (is_there(of_key) && of_key->owner == owner.object->body)
        state_.move(index, key(ObjectKind::Index, schema, to.member), self_);
}

void Simulation::drop(const Mention& mention) {
    if (mention.has(mention_flag::moved)) {
        statement_.moved = &mention;
        return;
    }
    if (is_routine(mention.kind)) {
        drop_routine(mention);
    } else if (is_member(mention.kind)) {
        drop_member(mention);
    } else if (const Found found = lookup(mention.kind, mention.schema, mention.name); found.object != nullptr) {
        state_.drop(*found.object, presence_left(mention), self_, mention.line);
        if (mention.kind == ObjectKind::Schema && presence_left(mention) == Presence::No)
            state_.drop_schema(id(mention.name), self_, mention.line);
    }
    if (mention.has(mention_flag::cascade) || mention.kind == ObjectKind::Extension) state_.note_cascade();
}

void Simulation::drop_routine(const Mention& mention) {
    const Call call = lookup_routine(mention);
    if (call.signature == nullptr) return;
    call.signature->presence = presence_left(mention);
    call.object->dropper = self_;
    call.object->line = mention.line;
}

void Simulation::drop_member(const Mention& mention) {
    const Found owner = lookup_owner(mention.kind, {mention.schema, mention.name});
    if (owner.object == nullptr) return;
    if (Member* member = state_.member(*owner.object, mention.kind, id(mention.member))) {
        member->presence = std::min(member->presence, presence_left(mention));
        member->dropper = self_;
        owner.object->line = mention.line;
    }
    if (mention.kind == ObjectKind::Column) state_.doubt_what_hangs_on_columns(*owner.object);
    if (mention.kind != ObjectKind::Constraint) return;
    Object* index = state_.find(key(ObjectKind::Index, owner.object->key.schema, mention.member));
    if (index != nullptr && index->owner == owner.object->body)
        state_.drop(*index, presence_left(mention), self_, mention.line);
}

}  // namespace strata::core
