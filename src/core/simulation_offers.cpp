// What the migrations of a plan provide, known before they run: where an unmet need can be met later.
#include "core/simulation.h"

namespace strata::core {

template <class Visit>
void Simulation::visit_provided(const std::vector<Announcement>& announcements, Visit visit) {
    for (const Announcement& announcement : announcements) {
        set_path(*announcement.path);
        begin_script();
        for (const Mention& mention : *announcement.reading) {
            if (mention.bearing >= Bearing::Path) set_current_path(mention);
            if (mention.bearing == Bearing::Provides) visit(mention, announcement.provider);
        }
    }
}

void Simulation::announce(const std::vector<Announcement>& announcements) {
    for (const Announcement& announcement : announcements) offers_.list(announcement.provider);
    visit_provided(announcements, [&](const Mention& mention, Provider provider) {
        if (mention.kind == ObjectKind::Schema) offer_object(mention, provider);
    });
    visit_provided(announcements, [&](const Mention& mention, Provider provider) {
        if (!is_member(mention.kind) && mention.kind != ObjectKind::Schema) offer_object(mention, provider);
        if (mention.kind == ObjectKind::Extension) offer_extension(mention, provider);
    });
    visit_provided(announcements, [&](const Mention& mention, Provider provider) {
        if (is_member(mention.kind)) offer_member(mention, provider);
    });
}

bool Simulation::schema_is_offered(NameId schema) {
    return offers_.has({{Space::Schema, ObjectKind::Schema, id(""), schema}, ObjectKind::Schema, 0});
}

NameId Simulation::offered_schema(ObjectKind kind, const std::string& schema) {
    if (schema.empty())
        for (const NameId in_path : path_)
            if (schema_exists(in_path) || schema_is_offered(in_path)) return in_path;
    return creation_schema(kind, schema);
}

void Simulation::offer_object(const Mention& mention, Provider provider) {
    const Key object = key(mention.kind, offered_schema(mention.kind, mention.schema), mention.name);
    if (!is_temporary(object.schema))
        offers_.add({object, ObjectKind::Schema, 0}, provider, mention.fewest, mention.most);
}

void Simulation::offer_extension(const Mention& mention, Provider provider) {
    if (extensions_ == nullptr) return;
    const auto known = extensions_->find(mention.name);
    if (known == extensions_->end()) return;
    const auto path = path_;
    if (!mention.origin.schema.empty()) path_ = {id(mention.origin.schema)};
    for (const Mention& member : known->second)
        if (!is_member(member.kind)) offer_object(member, provider);
    path_ = path;
}

void Simulation::offer_member(const Mention& mention, Provider provider) {
    const ObjectKind kind = mention.kind == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Relation;
    Key owner = key(kind, offered_schema(kind, mention.schema), mention.name);
    for (const NameId schema : schemas_for(kind, mention.schema)) {
        const Key candidate = key(kind, schema, mention.name);
        if (state_.find(candidate) == nullptr && !offers_.has({candidate, ObjectKind::Schema, 0})) continue;
        owner = candidate;
        break;
    }
    offers_.add({owner, mention.kind, id(mention.member)}, provider);
}

Provider Simulation::offer_of(const Mention& mention) {
    const bool member = is_member(mention.kind);
    const bool of_type = member ? mention.kind == ObjectKind::EnumLabel : space_of(mention.kind) == Space::Type;
    const ObjectKind kind = !member ? mention.kind : of_type ? ObjectKind::Type : ObjectKind::Relation;
    const int arguments = is_routine(mention.kind) && mention.bearing == Bearing::Needs ? mention.most : -1;
    const ObjectKind of = member ? mention.kind : ObjectKind::Schema;
    const NameId name = member ? id(mention.member) : 0;
    for (const NameId schema : schemas_for(kind, mention.schema)) {
        Provider offer = offers_.first_after({key(kind, schema, mention.name), of, name}, self_, arguments);
        if (offer == nobody && of_type)  // a table's row type
            offer = offers_.first_after({key(ObjectKind::Relation, schema, mention.name), of, name}, self_, arguments);
        if (offer != nobody) return offer;
    }
    return nobody;
}

}  // namespace strata::core
