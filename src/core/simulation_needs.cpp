// Who meets what a script needs.
#include <algorithm>

#include "core/simulation.h"

namespace strata::core {

namespace {

Outcome met_by(Provider provider, bool is_temporary) {
    Outcome outcome;
    outcome.provider = provider;
    outcome.is_temporary = is_temporary;
    return outcome;
}

}  // namespace

void Simulation::meet(const Mention& mention) {
    if (mention.kind == ObjectKind::Unread) return note_unread(mention);
    stands_in(creation_schema(mention.kind, mention.schema));
    Outcome outcome = is_routine(mention.kind)  ? outcome_of_routine(mention)
                      : is_member(mention.kind) ? outcome_of_member(mention)
                                                : outcome_of_object(mention);
    outcome.mention = position_;
    pass_.outcomes.push_back(outcome);
}

Outcome Simulation::unmet(const Mention& mention, const Object* last) {
    if (world_ == World::Open && last == nullptr) return met_by(database, false);
    Outcome outcome;
    outcome.offer = offer_of(mention);
    if (last != nullptr) {
        outcome.dropper = last->dropper;
        outcome.drop_line = last->line;
    }
    const bool can_be_extensions = !is_relation(mention.kind) && !is_member(mention.kind);
    outcome.is_guess = opaque_.has_value() || (unknown_members_ && can_be_extensions);
    return outcome;
}

Outcome Simulation::outcome_of_object(const Mention& mention) {
    Found found = lookup(mention.kind, mention.schema, mention.name);
    if (found.object == nullptr && space_of(mention.kind) == Space::Type)
        found = lookup(ObjectKind::Relation, mention.schema, mention.name);
    if (found.object == nullptr) return unmet(mention, last_of_name(mention));
    stands_in(found.object->key.schema);
    const bool is_table = is_relation(mention.kind) && mention.kind != ObjectKind::Index;
    if (is_table && !statement_.table) statement_.table = found.object->key;
    return met_by(found.object->provider, found.is_temporary);
}

Outcome Simulation::outcome_of_routine(const Mention& mention) {
    const Call call = lookup_routine(mention);
    if (call.signature != nullptr) {
        stands_in(call.object->key.schema);
        const bool runs =
            !statement_.provides && mention.bearing == Bearing::Needs && mention.strength != Strength::Late;
        if (runs && call.signature->is_opaque) opaque_ = OpaquePlace{self_, mention.line};
        return met_by(call.signature->provider, false);
    }
    const bool can_be_cast = mention.most == 1 && mention.bearing == Bearing::Needs;
    const Found type = can_be_cast ? lookup(ObjectKind::Type, mention.schema, mention.name) : Found{nullptr, false};
    if (type.object != nullptr) return met_by(type.object->provider, false);
    return unmet(mention, last_of_name(mention));
}

// Whether a member that is not listed is not there.
bool Simulation::lists_members(const Object& owner, ObjectKind kind) const {
    const Body& body = state_.body(owner);
    if (body.is_open) return false;
    if (owner.key.space == Space::Relation)
        return owner.kind != ObjectKind::Sequence && owner.kind != ObjectKind::Index && kind != ObjectKind::EnumLabel;
    return (kind == ObjectKind::EnumLabel || kind == ObjectKind::Column) &&
           std::any_of(body.members.begin(), body.members.end(),
                       [&](const Member& member) { return member.kind == kind; });
}

std::optional<Outcome> Simulation::outcome_within(const Mention& mention, const QualifiedName& name) {
    const Found owner = lookup_owner(mention.kind, name);
    if (owner.object == nullptr) return std::nullopt;
    const Member* member = state_.member(*owner.object, mention.kind, id(mention.member));
    if (member != nullptr && member->presence != Presence::No) {
        stands_in(owner.object->key.schema);
        Outcome outcome = met_by(member->provider, owner.is_temporary);
        outcome.owner = owner.object->provider;
        return outcome;
    }
    if (!lists_members(*owner.object, mention.kind)) return met_by(owner.object->provider, owner.is_temporary);
    Outcome outcome = unmet(mention, member == nullptr ? nullptr : owner.object);
    if (member != nullptr) outcome.dropper = member->dropper;
    return outcome;
}

// t.f can be a call of f(t).
bool Simulation::can_be_call(const Mention& column) {
    Mention call;
    call.kind = ObjectKind::Routine;
    call.name = column.member;
    call.fewest = call.most = 1;
    return lookup_routine(call).signature != nullptr;
}

Outcome Simulation::outcome_of_member(const Mention& mention) {
    std::optional<Outcome> first = outcome_within(mention, {mention.schema, mention.name});
    if (!first) {
        Outcome outcome = unmet(mention, nullptr);
        outcome.lacks_owner = outcome.provider == nobody;
        return outcome;
    }
    if (first->provider != nobody) return *first;
    for (const auto& other : mention.or_of) {
        const std::optional<Outcome> outcome = outcome_within(mention, other);
        if (!outcome) return met_by(database, false);
        if (outcome->provider != nobody) return *outcome;
        if (first->offer == nobody) first->offer = outcome->offer;
    }
    if (mention.kind == ObjectKind::Column && can_be_call(mention)) return met_by(database, false);
    return *first;
}

// In a routine's body it makes the routine opaque, in the definition of a table that table; else it has run.
void Simulation::note_unread(const Mention& mention) {
    if (statement_.routine && mention.has(mention_flag::in_routine)) {
        for (Signature& signature : state_.body(*state_.find(*statement_.routine)).signatures)
            if (signature.provider == self_) signature.is_opaque = true;
    } else if (statement_.provides && statement_.table) {
        state_.body(*state_.find(*statement_.table)).is_open = true;
    } else if (!mention.has(mention_flag::in_routine)) {
        opaque_ = OpaquePlace{self_, mention.line};
    }
}

}  // namespace strata::core
