// What the migrations of a plan provide, known before they run: where an unmet need can be met later. It is found out
// when the first need is unmet: a plan that needs no bending does not pay for it.
#include <utility>

#include "core/simulation.h"

namespace strata::core {

namespace {

// The schema that is written, for an index or a sequence the one of its table.
const std::string& schema_beside(const Mention& mention, const Mention* table) {
    if (!mention.schema.empty() || !stands_with_table(mention.kind)) return mention.schema;
    if (!mention.origin.name.empty()) return mention.origin.schema;
    return table == nullptr ? mention.schema : table->schema;
}

}  // namespace

void Simulation::announce(std::vector<Announcement> announcements) {
    announcements_ = std::move(announcements);
    offers_ = Offers();
    knows_offers_ = false;
}

// Schemas go first, because unqualified names may stand in them; members last, because they stand with their owners.
void Simulation::find_offers() {
    if (std::exchange(knows_offers_, true)) return;
    const Paths paths = paths_;
    for (const Announcement& announcement : announcements_) {
        offers_.list(announcement.provider);
        for (const Mention& mention : *announcement.reading)
            if (mention.bearing == Bearing::Provides && mention.kind == ObjectKind::Schema)
                offer_object(mention, {}, announcement.provider);
    }
    for (const bool members : {false, true})
        for (const Announcement& announcement : announcements_) find_offers_of(announcement, members);
    offers_.close();
    paths_ = paths;
}

void Simulation::find_offers_of(const Announcement& announcement, bool members) {
    const std::vector<NameId> caller_path = caller_path_;
    set_path(*announcement.path);
    paths_.outer.clear();
    const Mention* table = nullptr;  // of the statement
    for (const Mention& mention : *announcement.reading) {
        if (mention.bearing >= Bearing::Path) set_current_path(mention);
        if (table != nullptr && table->statement != mention.statement) table = nullptr;
        if (mention.kind == ObjectKind::Table && table == nullptr) table = &mention;
        if (mention.bearing != Bearing::Provides || is_member(mention.kind) != members) continue;
        const std::string& schema = schema_beside(mention, table);
        if (members) offer_member(mention, announcement.provider);
        else if (mention.kind != ObjectKind::Schema) offer_object(mention, schema, announcement.provider);
        if (mention.kind == ObjectKind::Extension) offer_extension(mention, announcement.provider);
    }
    caller_path_ = caller_path;
}

bool Simulation::schema_is_offered(NameId schema) {
    return offers_.has({{Space::Schema, ObjectKind::Schema, no_schema_, schema}, ObjectKind::Schema, 0});
}

// An unqualified name may come to stand in each of the path's schemas that may be there by then.
void Simulation::offer_object(const Mention& mention, const std::string& written, Provider provider) {
    Key object = key(mention.kind, no_schema_, mention.name);
    schemas_for(mention.kind, written).any([&](NameId schema) {
        const bool is_there = schema == no_schema_ || !written.empty() || schema_exists(schema);
        if (!is_there && !schema_is_offered(schema)) return false;
        object.schema = schema;
        if (!is_temporary(schema))
            offers_.add({object, ObjectKind::Schema, 0}, provider, mention.fewest, mention.most);
        return is_there;
    });
}

void Simulation::offer_extension(const Mention& mention, Provider provider) {
    if (extensions_ == nullptr) return;
    const auto known = extensions_->find(mention.name);
    if (known == extensions_->end()) return;
    const auto path = paths_.now;
    if (!mention.origin.schema.empty()) paths_.now = {id(mention.origin.schema)};
    for (const Mention& member : known->second)
        if (member.bearing == Bearing::Provides && !is_member(member.kind)) offer_object(member, member.schema, provider);
    paths_.now = path;
}

void Simulation::offer_member(const Mention& mention, Provider provider) {
    const ObjectKind kind = mention.kind == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
    Key owner = key(kind, no_schema_, mention.name);
    const NameId member = id(mention.member);
    schemas_for(kind, mention.schema).any([&](NameId schema) {
        owner.schema = schema;
        if (state_.find(owner) == nullptr && !offers_.has({owner, ObjectKind::Schema, 0})) return false;
        offers_.add({owner, mention.kind, member}, provider);
        return true;
    });
}

// A type can be a table's row type. For want of one who provides the object, the one who provides its schema: perhaps
// by renaming another.
template <class Visit>
void Simulation::any_offer_key(const Mention& mention, Visit visit) {
    const bool member = is_member(mention.kind);
    const bool is_type = member ? mention.kind == ObjectKind::EnumLabel : space_of(mention.kind) == Space::Type;
    const ObjectKind first = member ? (is_type ? ObjectKind::Type : ObjectKind::Relation) : mention.kind;
    const ObjectKind second = is_type ? ObjectKind::Relation : member ? ObjectKind::Type : first;
    const ObjectKind of = member ? mention.kind : ObjectKind::Schema;
    const NameId name = member ? id(mention.member) : 0;
    bool is_enough = false;
    for (const ObjectKind kind : {first, second}) {
        Key object = key(kind, no_schema_, mention.name);
        if (is_enough) return;
        is_enough = schemas_for(kind, mention.schema).any([&](NameId schema) {
            object.schema = schema;
            return visit(OfferKey{object, of, name});
        });
        if (first == second) break;
    }
    if (is_enough || member || mention.schema.empty() || schema_exists(id(mention.schema))) return;
    visit(OfferKey{{Space::Schema, ObjectKind::Schema, no_schema_, id(mention.schema)}, ObjectKind::Schema, 0});
}

void Simulation::look_for_providers(const Mention& mention, Outcome& outcome) {
    find_offers();
    const int arguments = is_routine(mention.kind) && mention.bearing == Bearing::Needs ? mention.most : -1;
    any_offer_key(mention, [&](const OfferKey& key) {
        outcome.offer = offers_.first_after(key, self_, arguments);
        return outcome.offer != nobody;
    });
    if (outcome.offer != nobody || outcome.dropped.who != nobody || is_routine(mention.kind)) return;
    any_offer_key(mention, [&](const OfferKey& key) {
        outcome.former = offers_.last_before(key, self_);
        return outcome.former != nobody;
    });
}

}  // namespace strata::core
