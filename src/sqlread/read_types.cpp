// CREATE TYPE, CREATE DOMAIN and what alters them.
#include "sqlread/implicit_names.h"
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/statement_readers.h"
#include "sqlread/type_text.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;
namespace flag = core::mention_flag;

constexpr bool not_null_has_name = PG_VERSION_NUM >= 170000;  // of domains: before, it was forgotten

void read_domain_constraint(const Constraint* constraint, const core::QualifiedName& domain, Recorder& recorder) {
    if (constraint->contype == CONSTR_DEFAULT || constraint->contype == CONSTR_CHECK)
        read_expression(constraint->raw_expr, {}, recorder);
    const bool is_check = constraint->contype == CONSTR_CHECK;
    const bool named = constraint->conname != nullptr;
    if (!is_check && !(constraint->contype == CONSTR_NOTNULL && named && not_null_has_name)) return;
    const std::string name = named ? constraint->conname : object_name(domain.name, "", "check");
    provide_member(ObjectKind::Constraint, domain, name, Creation{}.with(named ? 0 : flag::chosen), recorder,
                   constraint->location);
}

// A range type's own functions: the constructors that the server makes with it.
void provide_constructor(const core::QualifiedName& type, std::vector<std::string> arguments, int most,
                         Recorder& recorder) {
    core::Mention function{.bearing = core::Bearing::Provides,
                           .kind = ObjectKind::Function,
                           .flags = flag::has_arguments,
                           .schema = type.schema,
                           .name = type.name,
                           .origin = type};
    function.fewest = static_cast<std::int16_t>(arguments.size());
    function.most = static_cast<std::int16_t>(most);
    function.arguments = std::move(arguments);
    recorder.add(std::move(function));
}

std::string written_type(const core::QualifiedName& type) {
    return type.schema.empty() ? type.name : type.schema + "." + type.name;
}

void provide_range(const core::QualifiedName& range, const core::QualifiedName& multirange,
                   const std::string& subtype, Recorder& recorder) {
    constexpr int any_number = 100;
    const std::string itself = written_type(range);
    provide(ObjectKind::Type, range, {}, recorder);
    provide(ObjectKind::Type, multirange, {}, recorder).origin = range;
    provide_constructor(range, {subtype, subtype}, 2, recorder);
    provide_constructor(range, {subtype, subtype, "text"}, 3, recorder);
    provide_constructor(multirange, {}, 0, recorder);
    provide_constructor(multirange, {itself}, 1, recorder);
    provide_constructor(multirange, {itself + "[]"}, any_number, recorder);
}

void provide_label(const core::QualifiedName& type, const std::string& label, const Creation& how,
                   Recorder& recorder) {
    provide_member(ObjectKind::EnumLabel, type, label, how, recorder);
}

}  // namespace

void read_create_composite_type(const CompositeTypeStmt* statement, Recorder& recorder) {
    const core::QualifiedName type = name_of(statement->typevar);
    need_schema_of(type, recorder, statement->typevar->location);
    for (const ColumnDef* attribute : elements<ColumnDef>(statement->coldeflist)) {
        read_type(attribute->typeName, recorder);
        need_collation(attribute->collClause, recorder);
    }
    provide(ObjectKind::Type, type, {}, recorder, statement->typevar->location);
    for (const ColumnDef* attribute : elements<ColumnDef>(statement->coldeflist))
        provide_member(ObjectKind::Column, type, attribute->colname, {}, recorder, attribute->location);
}

void read_create_enum(const CreateEnumStmt* statement, Recorder& recorder) {
    const core::QualifiedName type = name_of(statement->typeName);
    need_schema_of(type, recorder);
    provide(ObjectKind::Type, type, {}, recorder);
    for (const Node* label : elements<Node>(statement->vals)) provide_label(type, text_of(label), {}, recorder);
}

void read_create_range(const CreateRangeStmt* statement, Recorder& recorder) {
    const core::QualifiedName range = name_of(statement->typeName);
    core::QualifiedName multirange{range.schema, multirange_name(range.name)};
    std::string subtype = "?";
    need_schema_of(range, recorder);
    for (const DefElem* part : elements<DefElem>(statement->params)) {
        const std::string_view name = part->defname;
        if (part->arg == nullptr || !IsA(part->arg, TypeName)) continue;
        const auto* value = as<TypeName>(part->arg);
        if (name == "subtype") {
            read_type(value, recorder);
            subtype = type_text(value);
        }
        if (name == "multirange_type_name") multirange = name_of(value->names);
        if (name == "collation") read_collation(value->names, part->location, recorder);
        if (name == "subtype_opclass") need_operator_class(value->names, "btree", recorder, part->location);
        if (name == "canonical") need_function(part->arg, 1, recorder, part->location);
        if (name == "subtype_diff") need_function(part->arg, 2, recorder, part->location);
    }
    provide_range(range, multirange, subtype, recorder);
}

void read_alter_enum(const AlterEnumStmt* statement, Recorder& recorder) {
    const core::QualifiedName type = name_of(statement->typeName);
    alter(ObjectKind::Type, type, false, recorder);
    if (statement->newValNeighbor != nullptr)
        recorder.add({.kind = ObjectKind::EnumLabel,
                      .schema = type.schema,
                      .name = type.name,
                      .member = statement->newValNeighbor});
    if (statement->oldVal == nullptr)
        return provide_label(type, statement->newVal, creation(statement->skipIfNewValExists), recorder);
    const core::Mention before{
        .kind = ObjectKind::EnumLabel, .schema = type.schema, .name = type.name, .member = statement->oldVal};
    move(before, type, statement->newVal, false, recorder);
}

void read_alter_type(const AlterTypeStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Type, name_of(statement->typeName), false, recorder);
    for (const DefElem* option : elements<DefElem>(statement->options))
        if (strcmp(option->defname, "storage") != 0) need_function(option->arg, -1, recorder, option->location);
}

void read_create_domain(const CreateDomainStmt* statement, Recorder& recorder) {
    const core::QualifiedName domain = name_of(statement->domainname);
    need_schema_of(domain, recorder);
    read_type(statement->typeName, recorder);
    need_collation(statement->collClause, recorder);
    provide(ObjectKind::Domain, domain, {}, recorder);
    for (const Constraint* constraint : elements<Constraint>(statement->constraints))
        read_domain_constraint(constraint, domain, recorder);
}

void read_alter_domain(const AlterDomainStmt* statement, Recorder& recorder) {
    const core::QualifiedName domain = name_of(statement->typeName);
    alter(ObjectKind::Domain, domain, false, recorder);
    switch (statement->subtype) {
        case 'T': return read_expression(statement->def, {}, recorder);
        case 'C': return read_domain_constraint(as<Constraint>(statement->def), domain, recorder);
        case 'V':
            alter_member(ObjectKind::Constraint, domain, statement->name, false, recorder);
            return;
        case 'X':
            drop_member(ObjectKind::Constraint, domain, statement->name, statement->missing_ok,
                        statement->behavior == DROP_CASCADE, recorder);
            return;
        default: return;  // NOT NULL
    }
}

}  // namespace strata::sqlread
