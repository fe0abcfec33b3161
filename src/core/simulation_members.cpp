// Columns, constraints, triggers, policies, rules and labels: what relations and types consist of.
#include <algorithm>
#include <utility>

#include "core/simulation.h"
#include "core/text.h"

namespace strata::core {

namespace {

bool is_there(const Member* member) { return member != nullptr && member->presence != Presence::No; }

}  // namespace

// Whether what bears a chosen name, is that old and not surely there went with a column that was dropped and made again:
// chosen names hold those of the columns.
bool Simulation::went_with_column(const Object& table, std::string_view chosen, std::uint32_t made_at) const {
    return std::ranges::any_of(state_.body(table).members, [&](const Member& member) {
        return member.kind == ObjectKind::Column && member.made_at > made_at &&
               chosen.find(concat('_', names_.text(member.name), '_')) != std::string_view::npos;
    });
}

// The name that the server would take for a constraint. A key is named as its index, which was provided just before.
NameId Simulation::free_member_name(const Mention& mention, const Object& owner) {
    if (std::exchange(statement_.written, std::string()) == mention.member) return id(statement_.chosen);
    const auto is_taken = [&](NameId name) {
        const Member* there = state_.member(owner, mention.kind, name);
        if (!is_there(there)) return false;
        const bool surely = state_.presence(owner, *there) == Presence::Yes;
        return surely || !went_with_column(owner, mention.member, there->made_at);
    };
    NameId name = id(mention.member);
    for (int number = 1; is_taken(name); ++number) name = id(concat(mention.member, number));
    return name;
}

void Simulation::provide_columns(const Mention& mention, const Object& owner) {
    const Found source = mention.origin.name.empty()
                             ? Found{nullptr, false}
                             : lookup_owner(ObjectKind::Column, mention.origin);
    if (source.object == nullptr || state_.body(*source.object).is_open) {
        state_.body(owner).is_open = true;
        return;
    }
    const auto& members = state_.body(*source.object).members;
    for (std::size_t i = 0, end = members.size(); i < end; ++i) {
        const Member column = members[i];
        if (column.kind != ObjectKind::Column || column.presence == Presence::No) continue;
        Member& copy = state_.member_slot(owner, column.kind, column.name);
        copy.presence = std::max(copy.presence, std::min(column.presence, presence_after(mention)));
        copy.made = deed(mention);
        copy.made_at = state_.now();
    }
}

void Simulation::provide_member(const Mention& mention) {
    Object* owner = lookup_owner(mention.kind, {mention.schema, mention.name}).object;
    if (owner == nullptr && world_ == World::Closed) return;  // it is missing, which has been said
    if (owner == nullptr) owner = &suppose(mention.kind, {mention.schema, mention.name});
    stands_in(owner->key.schema);
    if (mention.kind == ObjectKind::Column && mention.member == "*") return provide_columns(mention, *owner);
    const bool is_chosen = mention.has(mention_flag::chosen);
    const NameId name = is_chosen ? free_member_name(mention, *owner) : id(mention.member);
    Member& member = state_.member_slot(*owner, mention.kind, name);
    const bool surely = state_.presence(*owner, member) == Presence::Yes;
    const Presence after = presence_after(mention);
    if (is_there(&member)) meets_existing(mention, surely, member);
    if (!surely && (!is_there(&member) || after == Presence::Yes)) member.made = deed(mention);
    if (!is_there(&member)) member.is_added = statement_.type != owner->key;
    member.is_chosen = is_chosen;
    if (is_chosen) goes_by(names_.text(name), mention.member);
    member.presence = std::max(member.presence, after);
    member.made_at = state_.now();
}

void Simulation::move_member(const Mention& from, const Mention& to) {
    const Found owner = lookup_owner(to.kind, {to.schema, to.name});
    if (owner.object == nullptr) return;
    const NameId schema = owner.object->key.schema;
    stands_in(schema);
    const Presence left = presence_left(from);
    Member before{.kind = to.kind, .name = 0, .presence = Presence::Yes, .made_at = state_.now()};
    if (Member* old = state_.member(*owner.object, to.kind, id(from.member)); is_there(old)) {
        before = *old;
        old->presence = std::min(old->presence, left);
        old->dropped = deed(to);
    }
    Member& member = state_.member_slot(*owner.object, to.kind, id(to.member));
    if (is_there(&member)) meets_existing(to, state_.presence(*owner.object, member) == Presence::Yes, member);
    const Presence after = left == Presence::No ? before.presence : std::min(before.presence, Presence::Maybe);
    if (!is_there(&member) || after == Presence::Yes) member.made = deed(to);
    member.presence = std::max(member.presence, after);
    member.is_added = before.is_added;
    member.made_at = before.made_at;
    if (to.kind == ObjectKind::Column && left == Presence::No)
        state_.rename_column_of_belongings(*owner.object, id(from.member), id(to.member));
    if (to.kind != ObjectKind::Constraint) return;
    const Key index = key(ObjectKind::Index, schema, from.member);
    const Object* of_key = state_.find(index);
    if (of_key != nullptr && of_key->presence != Presence::No && of_key->owner == owner.object->body)
        state_.move(index, key(ObjectKind::Index, schema, to.member), left, deed(to));
}

void Simulation::drop_member(const Mention& mention) {
    const Found owner = lookup_owner(mention.kind, {mention.schema, mention.name});
    if (owner.object == nullptr) return;
    const Presence left = presence_left(mention);
    Member* member = state_.member(*owner.object, mention.kind, id(mention.member));
    const bool was_there = member == nullptr ? state_.body(*owner.object).is_open : is_there(member);
    if (member != nullptr) {
        member->presence = std::min(member->presence, left);
        member->dropped = deed(mention);
    }
    if (mention.kind == ObjectKind::Column && was_there) {
        state_.doubt_what_hangs_on_columns(*owner.object);
        state_.drop_what_belongs_to(*owner.object, id(mention.member), left, deed(mention));
    }
    if (mention.kind != ObjectKind::Constraint) return;
    Object* index = state_.find(key(ObjectKind::Index, owner.object->key.schema, mention.member));
    if (index != nullptr && index->owner == owner.object->body) state_.drop(*index, left, deed(mention));
}

}  // namespace strata::core
