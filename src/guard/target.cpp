#include "guard/target.h"

#include "core/text.h"
#include "pg/guard.h"
#include "pg/privilege.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/dependency.h"
#include "catalog/namespace.h"
#include "catalog/pg_class.h"
#include "catalog/pg_constraint.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/policy.h"
#include "commands/trigger.h"
#include "rewrite/rewriteSupport.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::guard {

using core::ObjectKind;

namespace {

bool is_type(ObjectKind kind) { return kind == ObjectKind::Type || kind == ObjectKind::Domain; }

Oid find_relation(const char* schema, const char* name) {
    if (*schema == '\0') return RelnameGetRelid(name);
    const Oid place = get_namespace_oid(schema, true);
    return OidIsValid(place) ? get_relname_relid(name, place) : InvalidOid;
}

Oid find_type(const char* schema, const char* name) {
    if (*schema == '\0') return TypenameGetTypid(name);
    const Oid place = get_namespace_oid(schema, true);
    if (!OidIsValid(place)) return InvalidOid;
    return GetSysCacheOid2(TYPENAMENSP, Anum_pg_type_oid, PointerGetDatum(name), ObjectIdGetDatum(place));
}

bool relation_has(Oid relation, ObjectKind kind, const char* member) {
    switch (kind) {
        case ObjectKind::Column: return strcmp(member, "*") == 0 || get_attnum(relation, member) != InvalidAttrNumber;
        case ObjectKind::Constraint: return OidIsValid(get_relation_constraint_oid(relation, member, true));
        case ObjectKind::Trigger: return OidIsValid(get_trigger_oid(relation, member, true));
        case ObjectKind::Policy: return OidIsValid(get_relation_policy_oid(relation, member, true));
        case ObjectKind::Rule: return OidIsValid(get_rewrite_oid(relation, member, true));
        default: return true;
    }
}

bool type_has(Oid type, ObjectKind kind, const char* member) {
    if (kind == ObjectKind::EnumLabel)
        return SearchSysCacheExists2(ENUMTYPOIDNAME, ObjectIdGetDatum(type), CStringGetDatum(member));
    return kind == ObjectKind::Constraint && OidIsValid(get_domain_constraint_oid(type, member, true));
}

// The candidates that the server would choose from; of all argument counts when `arguments` is -1.
FuncCandidateList candidates(const char* schema, const char* name, int arguments, bool expand) {
    if (*schema != '\0' && !OidIsValid(get_namespace_oid(schema, true))) return nullptr;
    List* names = list_make1(makeString(pstrdup(name)));
    if (*schema != '\0') names = lcons(makeString(pstrdup(schema)), names);
    return FuncnameGetCandidates(names, arguments, NIL, expand, expand, false, true);
}

std::vector<std::string> argument_types(FuncCandidateList candidate) {
    std::vector<std::string> types;
    for (int i = 0; i < candidate->nargs; ++i) types.push_back(type_name(candidate->args[i]));
    return types;
}

Oid find_routine(const Target& target) {
    const char* schema = target.schema.c_str();
    const char* name = target.name.c_str();
    const int count = target.has_arguments ? static_cast<int>(target.arguments.size()) : target.fewest;
    const bool expand = !target.has_arguments && count >= 0;
    FuncCandidateList found = pg::call([&] { return candidates(schema, name, count, expand); });
    for (; found != nullptr; found = found->next)
        if (!target.has_arguments || core::same_arguments(argument_types(found), target.arguments)) return found->oid;
    return InvalidOid;
}

ObjectKind kind_of_relation(Oid relation, ObjectKind otherwise) {
    switch (pg::call([&] { return get_rel_relkind(relation); })) {
        case RELKIND_RELATION:
        case RELKIND_PARTITIONED_TABLE: return ObjectKind::Table;
        case RELKIND_VIEW: return ObjectKind::View;
        case RELKIND_MATVIEW: return ObjectKind::MaterializedView;
        case RELKIND_SEQUENCE: return ObjectKind::Sequence;
        case RELKIND_FOREIGN_TABLE: return ObjectKind::ForeignTable;
        case RELKIND_INDEX:
        case RELKIND_PARTITIONED_INDEX: return ObjectKind::Index;
        case RELKIND_COMPOSITE_TYPE: return ObjectKind::Type;
        default: return otherwise;
    }
}

ObjectKind kind_of_routine(Oid routine) {
    switch (pg::call([&] { return get_func_prokind(routine); })) {
        case PROKIND_PROCEDURE: return ObjectKind::Procedure;
        case PROKIND_AGGREGATE: return ObjectKind::Aggregate;
        default: return ObjectKind::Function;
    }
}

Oid schema_of_type(Oid type) {
    HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
    if (!HeapTupleIsValid(tuple)) return InvalidOid;
    const Oid schema = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple))->typnamespace;
    ReleaseSysCache(tuple);
    return schema;
}

struct Place {
    Oid object;
    Oid schema;
    bool has_member;
    bool is_type = false;
};

Place place_of_relation(const Target& target, const char* schema, const char* name, const char* member) {
    return pg::call([&] {
        Place place{find_relation(schema, name), InvalidOid, false};
        if (OidIsValid(place.object)) {
            place.schema = get_rel_namespace(place.object);
            place.has_member = *member == '\0' || relation_has(place.object, target.kind, member);
        }
        return place;
    });
}

Place place_of_type(const Target& target, const char* schema, const char* name, const char* member) {
    return pg::call([&] {
        Place place{find_type(schema, name), InvalidOid, false};
        if (OidIsValid(place.object)) {
            place.is_type = true;
            place.schema = schema_of_type(place.object);
            place.has_member = *member == '\0' || type_has(place.object, target.kind, member);
        }
        return place;
    });
}

Place place_of_routine(const Target& target) {
    const Oid routine = find_routine(target);
    if (!OidIsValid(routine)) return {InvalidOid, InvalidOid, false};
    return {routine, pg::call([&] { return get_func_namespace(routine); }), true};
}

Place place_of(const Target& target) {
    const char* schema = target.schema.c_str();
    const char* name = target.name.c_str();
    const char* member = target.member.c_str();
    if (core::is_routine(target.kind)) return place_of_routine(target);
    if (is_type(target.kind) || target.kind == ObjectKind::EnumLabel)
        return place_of_type(target, schema, name, member);
    const Place place = place_of_relation(target, schema, name, member);
    if (!OidIsValid(place.object) && target.kind == ObjectKind::Constraint)
        return place_of_type(target, schema, name, member);
    return place;
}

// Kinds that a schema does not hold.
std::optional<Oid> find_global(const Target& target) {
    const char* name = target.name.c_str();
    switch (target.kind) {
        case ObjectKind::Schema: return pg::call([&] { return get_namespace_oid(name, true); });
        case ObjectKind::Role: return pg::call([&] { return get_role_oid(name, true); });
        case ObjectKind::Extension: return pg::call([&] { return get_extension_oid(name, true); });
        default: return std::nullopt;
    }
}

bool is_looked_up(ObjectKind kind) {
    return core::is_relation(kind) || core::is_member(kind) || core::is_routine(kind) || is_type(kind);
}

}  // namespace

Target target_of(const core::Mention& mention) {
    return {mention.kind, mention.schema, mention.name, mention.member,
            mention.has(core::mention_flag::has_arguments), mention.arguments, mention.fewest};
}

Target whole_of(const Target& target) {
    if (!core::is_member(target.kind)) return target;
    return {target.kind == ObjectKind::EnumLabel ? ObjectKind::Type : target.whole, target.schema, target.name};
}

std::string full_name(const Target& target) {
    std::string text = target.schema.empty() ? target.name : core::concat(target.schema, ".", target.name);
    if (target.has_arguments) text += core::concat("(", core::join(target.arguments, ", "), ")");
    return target.member.empty() ? text : core::concat(text, ".", target.member);
}

std::string described(const Target& target) {
    if (!core::is_member(target.kind))
        return core::concat(core::name(target.kind), " ", core::quoted(full_name(target)));
    const bool hangs_on = target.kind == ObjectKind::Trigger || target.kind == ObjectKind::Policy ||
                          target.kind == ObjectKind::Rule;
    const Target whole = whole_of(target);
    return core::concat(core::name(target.kind), " ", core::quoted(target.member), hangs_on ? " on " : " of ",
                        core::name(whole.kind), " ", core::quoted(full_name(whole)));
}

LiveObject find_live(const Target& target) {
    if (target.schema.starts_with("pg_temp")) return {true, true, InvalidOid, target.schema, target.kind};
    if (const std::optional<Oid> global = find_global(target))
        return {OidIsValid(*global), false, *global, {}, target.kind};
    // Kinds that never stand in the way: nothing is said of them.
    const bool hidden = core::is_routine(target.kind) && !target.schema.empty() && !may_look_into(target.schema);
    if (hidden || !is_looked_up(target.kind)) return {true, false, InvalidOid, target.schema, target.kind};
    const Place place = place_of(target);
    if (!OidIsValid(place.object)) return {false, false, InvalidOid, {}, target.kind};
    const char* schema = pg::call([&]() -> const char* { return get_namespace_name(place.schema); });
    LiveObject live{place.has_member, pg::call([&] { return isAnyTempNamespace(place.schema); }), place.object,
                    schema != nullptr ? schema : "", target.kind};
    if (place.is_type) live.whole = target.kind == ObjectKind::EnumLabel ? ObjectKind::Type : ObjectKind::Domain;
    if (core::is_relation(target.kind)) live.kind = kind_of_relation(place.object, target.kind);
    if (target.kind == ObjectKind::Routine) live.kind = kind_of_routine(place.object);
    return live;
}

Target located(Target target, const LiveObject& live) {
    if (!live.schema.empty()) target.schema = live.schema;
    target.kind = live.kind;
    target.whole = live.whole;
    return target;
}

bool may_look_into(const std::string& schema) {
    const char* name = schema.c_str();
    const Oid oid = pg::call([&] { return get_namespace_oid(name, true); });
    return !OidIsValid(oid) || pg::is_granted_usage(oid, GetUserId());
}

bool is_in_schema(ObjectKind kind, const std::string& schema, const std::string& name) {
    const char* place = schema.c_str();
    const char* wanted = name.c_str();
    if (core::is_routine(kind))
        return !schema.empty() && may_look_into(schema) &&
               pg::call([&] { return candidates(place, wanted, -1, false) != nullptr; });
    if (is_type(kind) || kind == ObjectKind::EnumLabel)
        return pg::call([&] { return OidIsValid(find_type(place, wanted)); });
    return pg::call([&] { return OidIsValid(find_relation(place, wanted)); });
}

std::string type_name(Oid type) {
    const Oid element = pg::call([&] { return get_element_type(type); });
    const Oid named = OidIsValid(element) ? element : type;
    const char* name = pg::call([&]() -> const char* {
        HeapTuple tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(named));
        if (!HeapTupleIsValid(tuple)) return "?";
        const Form_pg_type form = reinterpret_cast<Form_pg_type>(GETSTRUCT(tuple));
        const char* text = form->typnamespace == PG_CATALOG_NAMESPACE
                               ? pstrdup(NameStr(form->typname))
                               : psprintf("%s.%s", get_namespace_name(form->typnamespace), NameStr(form->typname));
        ReleaseSysCache(tuple);
        return text;
    });
    return OidIsValid(element) ? core::concat(name, "[]") : std::string(name);
}

}  // namespace strata::guard
