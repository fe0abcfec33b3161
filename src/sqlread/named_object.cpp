#include "sqlread/named_object.h"

#include "sqlread/node_lists.h"
#include "sqlread/type_text.h"
#include "sqlread/written_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

const Node* element(const Node* list, int index) { return static_cast<const Node*>(list_nth(as<List>(list), index)); }

bool has_elements(const Node* node, int count) { return IsA(node, List) && list_length(as<List>(node)) >= count; }

core::Mention named(ObjectKind kind, core::QualifiedName name, std::string member = {}) {
    return {.kind = kind, .schema = std::move(name.schema), .name = std::move(name.name), .member = std::move(member)};
}

// A type or domain: its TypeName, or the list of names alone.
NamedObject named_type(ObjectKind kind, const Node* name) {
    if (IsA(name, List)) return {named(kind, name_of(as<List>(name)))};
    const auto* type = as<TypeName>(name);
    return {named(kind, name_of(type->names)), type->location};
}

NamedObject named_routine(ObjectKind kind, const ObjectWithArgs* written) {
    NamedObject routine{named(kind, name_of(written->objname))};
    set_arguments(routine.mention, written);
    return routine;
}

std::string text_of_type(const Node* type) {
    return type != nullptr && IsA(type, TypeName) ? type_text(as<TypeName>(type)) : std::string();
}

// Two nodes as the grammar pairs them for casts and transforms.
NamedObject named_pair(ObjectKind kind, const Node* pair) {
    const std::string first = text_of_type(element(pair, 0));
    if (kind == ObjectKind::Cast) return {named(kind, {"", first + " AS " + text_of_type(element(pair, 1))})};
    return {named(kind, {"", "FOR " + first + " LANGUAGE " + text_of(element(pair, 1))})};
}

NamedObject named_domain_constraint(const Node* pair) {
    NamedObject domain = named_type(ObjectKind::Constraint, element(pair, 0));
    domain.mention.member = text_of(element(pair, 1));
    return domain;
}

// The access method comes first.
NamedObject named_operator_class(ObjectKind kind, const Node* names) {
    core::QualifiedName name = name_of(as<List>(names));
    if (list_length(as<List>(names)) == 2) name.schema.clear();
    return {named(kind, std::move(name))};
}

NamedObject named_large_object(const Node* number) {
    std::string text;
    if (IsA(number, Integer)) text = std::to_string(as<Integer>(number)->ival);
    if (IsA(number, Float)) text = as<Float>(number)->fval;
    return {named(ObjectKind::LargeObject, {"", text})};
}

std::optional<NamedObject> named_by_list(ObjectKind kind, const Node* name) {
    if (kind == ObjectKind::OperatorClass || kind == ObjectKind::OperatorFamily)
        return named_operator_class(kind, name);
    if (core::is_member(kind)) return NamedObject{named(kind, owner_of(as<List>(name)), last_of(as<List>(name)))};
    return NamedObject{named(kind, name_of(as<List>(name)))};
}

}  // namespace

void set_arguments(core::Mention& routine, const ObjectWithArgs* written) {
    if (written->args_unspecified) return;
    routine.flags |= core::mention_flag::has_arguments;
    for (const Node* argument : elements<Node>(written->objargs))
        routine.arguments.push_back(argument == nullptr ? "none" : text_of_type(argument));
}

std::optional<NamedObject> named_object(ObjectType type, const Node* name) {
    const std::optional<ObjectKind> kind = kind_of(type);
    if (!kind || name == nullptr) return std::nullopt;
    if (type == OBJECT_CAST || type == OBJECT_TRANSFORM)
        return has_elements(name, 2) ? std::optional(named_pair(*kind, name)) : std::nullopt;
    if (type == OBJECT_DOMCONSTRAINT)
        return has_elements(name, 2) ? std::optional(named_domain_constraint(name)) : std::nullopt;
    if (type == OBJECT_LARGEOBJECT) return named_large_object(name);
    if (type == OBJECT_TYPE || type == OBJECT_DOMAIN) return named_type(*kind, name);
    if (IsA(name, ObjectWithArgs)) return named_routine(*kind, as<ObjectWithArgs>(name));
    if (IsA(name, RangeVar)) return named_object(type, as<RangeVar>(name));
    if (IsA(name, String)) return NamedObject{named(*kind, {"", text_of(name)})};
    if (!has_elements(name, 1)) return std::nullopt;
    return named_by_list(*kind, name);
}

std::optional<NamedObject> named_object(ObjectType type, const RangeVar* relation, const char* member) {
    const std::optional<ObjectKind> kind = kind_of(type);
    if (!kind || relation == nullptr) return std::nullopt;
    return NamedObject{named(*kind, name_of(relation), text_of(member)), relation->location};
}

ObjectKind owner_kind(ObjectType type) {
    switch (type) {
        case OBJECT_DOMCONSTRAINT: return ObjectKind::Domain;
        case OBJECT_ATTRIBUTE: return ObjectKind::Type;
        case OBJECT_POLICY:
        case OBJECT_TABCONSTRAINT: return ObjectKind::Table;
        default: return ObjectKind::Relation;
    }
}

std::optional<ObjectKind> kind_of(ObjectType type) {
    switch (type) {
        case OBJECT_ACCESS_METHOD: return ObjectKind::AccessMethod;
        case OBJECT_AGGREGATE: return ObjectKind::Aggregate;
        case OBJECT_ATTRIBUTE:
        case OBJECT_COLUMN: return ObjectKind::Column;
        case OBJECT_CAST: return ObjectKind::Cast;
        case OBJECT_COLLATION: return ObjectKind::Collation;
        case OBJECT_CONVERSION: return ObjectKind::Conversion;
        case OBJECT_DATABASE: return ObjectKind::Database;
        case OBJECT_DOMAIN: return ObjectKind::Domain;
        case OBJECT_DOMCONSTRAINT:
        case OBJECT_TABCONSTRAINT: return ObjectKind::Constraint;
        case OBJECT_EVENT_TRIGGER: return ObjectKind::EventTrigger;
        case OBJECT_EXTENSION: return ObjectKind::Extension;
        case OBJECT_FDW: return ObjectKind::ForeignDataWrapper;
        case OBJECT_FOREIGN_SERVER: return ObjectKind::ForeignServer;
        case OBJECT_FOREIGN_TABLE: return ObjectKind::ForeignTable;
        case OBJECT_FUNCTION: return ObjectKind::Function;
        case OBJECT_INDEX: return ObjectKind::Index;
        case OBJECT_LANGUAGE: return ObjectKind::Language;
        case OBJECT_LARGEOBJECT: return ObjectKind::LargeObject;
        case OBJECT_MATVIEW: return ObjectKind::MaterializedView;
        case OBJECT_OPCLASS: return ObjectKind::OperatorClass;
        case OBJECT_OPERATOR: return ObjectKind::Operator;
        case OBJECT_OPFAMILY: return ObjectKind::OperatorFamily;
        case OBJECT_POLICY: return ObjectKind::Policy;
        case OBJECT_PROCEDURE: return ObjectKind::Procedure;
        case OBJECT_PUBLICATION: return ObjectKind::Publication;
        case OBJECT_ROLE: return ObjectKind::Role;
        case OBJECT_ROUTINE: return ObjectKind::Routine;
        case OBJECT_RULE: return ObjectKind::Rule;
        case OBJECT_SCHEMA: return ObjectKind::Schema;
        case OBJECT_SEQUENCE: return ObjectKind::Sequence;
        case OBJECT_STATISTIC_EXT: return ObjectKind::Statistics;
        case OBJECT_SUBSCRIPTION: return ObjectKind::Subscription;
        case OBJECT_TABLE: return ObjectKind::Table;
        case OBJECT_TABLESPACE: return ObjectKind::Tablespace;
        case OBJECT_TRANSFORM: return ObjectKind::Transform;
        case OBJECT_TRIGGER: return ObjectKind::Trigger;
        case OBJECT_TSCONFIGURATION: return ObjectKind::TextSearchConfiguration;
        case OBJECT_TSDICTIONARY: return ObjectKind::TextSearchDictionary;
        case OBJECT_TSPARSER: return ObjectKind::TextSearchParser;
        case OBJECT_TSTEMPLATE: return ObjectKind::TextSearchTemplate;
        case OBJECT_TYPE: return ObjectKind::Type;
        case OBJECT_USER_MAPPING: return ObjectKind::UserMapping;
        case OBJECT_VIEW: return ObjectKind::View;
        default: return std::nullopt;  // parts of objects, parameters
    }
}

}  // namespace strata::sqlread
