// Who meets what a script needs.
#include <algorithm>
#include <array>

#include "core/simulation.h"

namespace strata::core {

namespace {

Outcome met_by_database() {
    Outcome outcome;
    outcome.provider = database;
    return outcome;
}

bool is_system_schema(std::string_view schema) {
    return schema == "pg_catalog" || schema == "information_schema" || schema == "pg_toast";
}

// Of every table.
bool is_system_column(std::string_view column) {
    constexpr std::array<std::string_view, 6> columns = {"ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"};
    return std::find(columns.begin(), columns.end(), column) != columns.end();
}

bool is_definition(ObjectKind kind) {
    return kind == ObjectKind::Trigger || kind == ObjectKind::View || kind == ObjectKind::Policy ||
           kind == ObjectKind::Rule || kind == ObjectKind::EventTrigger || is_routine(kind);
}

}  // namespace

void Simulation::meet(const Mention& mention) {
    if (mention.kind == ObjectKind::Unread) return note_unread(mention);
    if (statement_.kept && is_relation(mention.kind)) {  // another command on the same table, see is_kept()
        const Object* table = lookup(mention.kind, mention.schema, mention.name).object;
        if (table != nullptr && table->key == *statement_.kept) statement_.kept.reset();
    }
    stands_in(creation_schema(mention.kind, mention.schema));
    const bool is_system = is_system_schema(mention.kind == ObjectKind::Schema ? mention.name : mention.schema);
    Outcome outcome = is_system                   ? met_by_database()
                      : is_routine(mention.kind)  ? outcome_of_routine(mention)
                      : is_member(mention.kind)   ? outcome_of_member(mention)
                                                  : outcome_of_object(mention);
    outcome.mention = position_;
    pass_.outcomes.push_back(outcome);
    if (outcome.provider != nobody && mention.bearing != Bearing::Drops) leave_footprint(mention, true);
}

// What a script makes itself is its own, even if somebody else has made it, too.
template <class Thing>
Outcome Simulation::met_by(const Thing& thing, bool is_temporary) const {
    Outcome outcome;
    outcome.provider = thing.claimant == self_ ? self_ : thing.made.who;
    if constexpr (requires { thing.maker; }) outcome.maker = thing.claimant == self_ ? self_ : thing.maker;
    outcome.is_temporary = is_temporary;
    return outcome;
}

Outcome Simulation::unmet(const Mention& mention, const Deed* dropped) {
    Outcome outcome;
    if (dropped != nullptr) outcome.dropped = *dropped;
    look_for_providers(mention, outcome);
    const NameId schema = position_ < pass_.schemas.size() ? pass_.schemas[position_] : no_schema_;
    if (const auto source = opaque_.source_of(mention, names_.text(schema))) {
        outcome.is_guess = true;
        outcome.is_of_extension = source->is_extension;
        outcome.source = source->place;
    }
    return outcome;
}

// In an open world: it has been there all along, with whatever members.
Object& Simulation::suppose(ObjectKind kind, const QualifiedName& name) {
    const ObjectKind owner = !is_member(kind)                  ? kind
                             : kind == ObjectKind::EnumLabel ? ObjectKind::Type
                                                             : ObjectKind::Table;
    const Key to = key(owner, creation_schema(owner, name.schema), name.name);
    Object& supposed = state_.make(to, owner, Presence::Yes, {database, 0});
    state_.body(supposed).is_open = true;
    return supposed;
}

Outcome Simulation::outcome_of_object(const Mention& mention) {
    Found found = lookup(mention.kind, mention.schema, mention.name);
    if (found.object == nullptr && space_of(mention.kind) == Space::Type)
        found = lookup(ObjectKind::Relation, mention.schema, mention.name);
    if (found.object == nullptr) found = open_table_of_index(mention);
    if (found.object == nullptr && is_copied(mention)) found = lookup(ObjectKind::Type, mention.schema, mention.name);
    if (found.object == nullptr) {
        const Object* last = last_of_name(mention.kind, mention.schema, mention.name);
        if (world_ == World::Closed || last != nullptr)
            return unmet(mention, last == nullptr ? nullptr : &last->dropped);
        found.object = &suppose(mention.kind, {mention.schema, mention.name});
    }
    stands_in(found.object->key.schema);
    const bool changes_owner = !mention.origin.name.empty() || !mention.origin_member.empty();
    if (mention.bearing == Bearing::Alters && changes_owner) change_owner(mention, *found.object);
    const bool is_table = is_relation(mention.kind) && mention.kind != ObjectKind::Index;
    if (is_table && !statement_.table) statement_.table = found.object->key;
    return met_by(*found.object, found.is_temporary);
}

// ALTER SEQUENCE ... OWNED BY, ALTER TABLE ... ATTACH and DETACH PARTITION
void Simulation::change_owner(const Mention& mention, Object& owned) {
    const bool is_certain = !mention.has(mention_flag::uncertain);
    const Object* table = mention.origin.name.empty()
                              ? nullptr
                              : lookup(ObjectKind::Relation, mention.origin.schema, mention.origin.name).object;
    if (table != nullptr && is_certain) state_.belongs_to(owned, *table, id(mention.origin_member));
    else owned.owner = 0;
}

// Whether the statement makes a table LIKE it: then it can be a composite type.
bool Simulation::is_copied(const Mention& mention) const {
    const QualifiedName name{mention.schema, mention.name};
    for (auto i = position_; i < reading_->size() && (*reading_)[i].statement == mention.statement; ++i) {
        const Mention& later = (*reading_)[i];
        if (later.bearing == Bearing::Provides && later.kind == ObjectKind::Column && later.origin == name) return true;
    }
    return false;
}

// An index or a sequence that came with a table of unknown contents (LIKE, partitions) and is named after it.
Simulation::Found Simulation::open_table_of_index(const Mention& mention) {
    if (!is_relation(mention.kind) || !has_chosen_ending(mention.name)) return {nullptr, false};
    const std::string& name = mention.name;
    for (auto end = name.rfind('_'); end != std::string::npos && end > 0; end = name.rfind('_', end - 1)) {
        const Found table = lookup(ObjectKind::Relation, mention.schema, name.substr(0, end));
        if (table.object != nullptr && state_.body(*table.object).is_open) return table;
    }
    return {nullptr, false};
}

Outcome Simulation::outcome_of_routine(const Mention& mention) {
    note_call(mention);
    if (const Call call = lookup_routine(mention); call.signature != nullptr) {
        stands_in(call.object->key.schema);
        const bool may_do_more = !call.signature->unread.empty() || !call.signature->calls.empty();
        if (may_do_more && runs_now(mention)) run_unread(*call.signature, deed(mention));
        return met_by(*call.signature, false);
    }
    // a cast, or the constructor of a range
    const bool is_call = mention.bearing == Bearing::Needs && !mention.has(mention_flag::has_arguments);
    const Found type = is_call ? lookup(ObjectKind::Type, mention.schema, mention.name) : Found{nullptr, false};
    if (type.object != nullptr) return met_by(*type.object, type.is_temporary);
    const Deed* dropped = last_of_routine(mention);
    if (world_ == World::Open && dropped == nullptr) return met_by_database();
    Outcome outcome = unmet(mention, dropped);
    Mention any = mention;
    any.flags &= static_cast<std::uint16_t>(~mention_flag::has_arguments);
    any.arguments.clear();
    any.fewest = any.most = -1;
    outcome.has_namesake = lookup_routine(any).signature != nullptr;
    return outcome;
}

// Whether the statement calls it. One that makes a trigger or a view and nothing else only writes its name down.
bool Simulation::runs_now(const Mention& call) {
    if (statement_.provides || call.bearing != Bearing::Needs || call.has(mention_flag::in_routine)) return false;
    if (statement_.runs_nothing) return !*statement_.runs_nothing;
    int others = 0;
    int definitions = 0;
    for (auto i = position_; i < reading_->size() && (*reading_)[i].statement == call.statement; ++i) {
        const Mention& mention = (*reading_)[i];
        if (mention.bearing != Bearing::Provides || mention.kind == ObjectKind::Column) continue;
        ++(is_definition(mention.kind) ? definitions : others);
    }
    statement_.runs_nothing = definitions == 1 && others == 0;
    return !*statement_.runs_nothing;
}

// Whether a member that is not listed is not there.
bool Simulation::lists_members(const Object& owner, ObjectKind kind) const {
    const Body& body = state_.body(owner);
    if (body.is_open) return false;
    const bool is_listed_relation =
        owner.key.space == Space::Relation && owner.kind != ObjectKind::Sequence && owner.kind != ObjectKind::Index;
    if (is_listed_relation && kind != ObjectKind::Column) return kind != ObjectKind::EnumLabel;
    if (owner.kind == ObjectKind::Domain && kind == ObjectKind::Constraint) return true;
    const bool can_list = is_listed_relation || kind == ObjectKind::EnumLabel || kind == ObjectKind::Column;
    return can_list && std::any_of(body.members.begin(), body.members.end(),
                                   [&](const Member& member) { return member.kind == kind; });
}

std::optional<Outcome> Simulation::outcome_within(const Mention& mention, const QualifiedName& name) {
    const Found owner = lookup_owner(mention.kind, name);
    if (owner.object == nullptr) return std::nullopt;
    const Member* member = state_.member(*owner.object, mention.kind, id(mention.member));
    if (member != nullptr && member->presence != Presence::No) {
        stands_in(owner.object->key.schema);
        goes_by(name.name, mention.name);
        Outcome outcome = met_by(*member, owner.is_temporary);
        const bool is_new_type = owner.object->maker != database && uses_labels_of_new_types_;
        outcome.is_fresh = mention.kind == ObjectKind::EnumLabel && member->is_added && !is_new_type;
        return outcome;
    }
    const bool is_column = mention.kind == ObjectKind::Column;
    const bool is_implied = is_column && (is_system_column(mention.member) || mention.member == name.name);
    if (is_implied || mention.has(mention_flag::implied) || !lists_members(*owner.object, mention.kind))
        return met_by(*owner.object, owner.is_temporary);
    stands_in(owner.object->key.schema);
    if (member != nullptr) return unmet(mention, &member->dropped);
    const bool went_along = state_.had_member(*owner.object, mention.kind, id(mention.member));
    const Deed dropped = owner.object->dropped;
    return unmet(mention, went_along ? &dropped : nullptr);
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
        if (world_ == World::Open) return met_by_database();
        Outcome outcome = unmet(mention, nullptr);
        outcome.lacks_owner = true;
        return outcome;
    }
    if (first->provider != nobody) return *first;
    for (const auto& other : mention.or_of) {
        std::optional<Outcome> outcome = outcome_within(mention, other);
        if (!outcome) return met_by_database();
        if (outcome->provider != nobody) {
            outcome->owner = &other;
            return *outcome;
        }
        if (first->offer == nobody) first->offer = outcome->offer;
        if (first->dropped.who == nobody) first->dropped = outcome->dropped;
    }
    if (mention.kind == ObjectKind::Column && can_be_call(mention)) return met_by_database();
    return *first;
}

// In a routine's body it makes the routine opaque, in the definition of a table that table; else it has run.
void Simulation::note_unread(const Mention& mention) {
    if (mention.has(mention_flag::in_routine)) {
        if (!statement_.routine) return;
        Signature& routine = state_.body(*state_.find(*statement_.routine)).signatures[statement_.signature];
        routine.unread.push_back(static_cast<std::uint32_t>(unread_.size()));
        unread_.push_back(mention.arguments);
    } else if (statement_.provides && statement_.table) {
        state_.body(*state_.find(*statement_.table)).is_open = true;
    } else {
        opaque_.add(mention.arguments, deed(mention));
    }
}

}  // namespace strata::core
