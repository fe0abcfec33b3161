// Objects defined by a list of names and values: aggregates, operators, base types, collations, text search; and what
// is close to them.
#include <algorithm>
#include <array>

#include "sqlread/named_needs.h"
#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/read_routine.h"
#include "sqlread/statement_readers.h"
#include "sqlread/type_text.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;
namespace flag = core::mention_flag;

template <std::size_t size>
constexpr bool is_one_of(std::string_view name, const std::array<std::string_view, size>& names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::array<std::string_view, 26> function_parts = {
    "sfunc",     "sfunc1",     "finalfunc",   "combinefunc", "serialfunc", "deserialfunc", "msfunc",
    "minvfunc",  "mfinalfunc", "function",    "procedure",   "restrict",   "join",         "input",
    "output",    "receive",    "send",        "typmod_in",   "typmod_out", "analyze",      "subscript",
    "start",     "gettoken",   "end",         "lextypes",    "headline"};
constexpr std::array<std::string_view, 8> type_parts = {"stype", "stype1",   "mstype",  "leftarg",
                                                        "rightarg", "basetype", "like", "element"};

void read_text_search_part(const DefElem* part, Recorder& recorder) {
    const std::string_view name = part->defname;
    const List* written = as<TypeName>(part->arg)->names;
    if (name == "template") need_text_search(ObjectKind::TextSearchTemplate, written, recorder, part->location);
    if (name == "parser") need_text_search(ObjectKind::TextSearchParser, written, recorder, part->location);
    if (name == "copy") need_text_search(ObjectKind::TextSearchConfiguration, written, recorder, part->location);
}

// ANY is written for any type: it is none.
bool is_type(const Node* value) { return IsA(value, TypeName) && last_of(as<TypeName>(value)->names) != "any"; }

void read_part(ObjectType kind, const DefElem* part, Recorder& recorder) {
    const std::string_view name = part->defname;
    if (part->arg == nullptr) return;
    if (kind == OBJECT_COLLATION) {
        if (name == "from") read_collation(names_of(part->arg), part->location, recorder);
    } else if (is_one_of(name, type_parts) && is_type(part->arg)) {
        read_type(as<TypeName>(part->arg), recorder);
    } else if (is_one_of(name, function_parts)) {
        need_function(part->arg, -1, recorder, part->location);
    } else if (IsA(part->arg, TypeName)) {
        read_text_search_part(part, recorder);
    }
}

// Old syntax names the base type among the parts.
void set_old_signature(core::Mention& aggregate, const List* definition) {
    for (const DefElem* part : elements<DefElem>(definition)) {
        if (strcmp(part->defname, "basetype") != 0 || part->arg == nullptr) continue;
        aggregate.flags |= flag::has_arguments;
        if (is_type(part->arg)) aggregate.arguments = {type_text(as<TypeName>(part->arg))};
        aggregate.fewest = aggregate.most = static_cast<std::int16_t>(aggregate.arguments.size());
    }
}

void provide_aggregate(const DefineStmt* statement, core::Mention aggregate, Recorder& recorder) {
    const List* parameters = statement->oldstyle ? NIL : static_cast<const List*>(linitial(statement->args));
    if (statement->oldstyle) {
        set_old_signature(aggregate, statement->definition);
    } else {
        for (const FunctionParameter* parameter : elements<FunctionParameter>(parameters))
            read_type(parameter->argType, recorder);
        set_signature(aggregate, parameters);
    }
    recorder.add(std::move(aggregate));
}

void provide_defined(const DefineStmt* statement, ObjectKind kind, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->defnames);
    Creation how = creation(statement->if_not_exists, statement->replace);
    // a shell may be there already
    if (kind == ObjectKind::Type && statement->definition != NIL) how = how.with(flag::or_replace);
    if (kind != ObjectKind::Aggregate) {
        provide(kind, name, how, recorder);
        return;
    }
    provide_aggregate(statement,
                      {.bearing = core::Bearing::Provides,
                       .kind = kind,
                       .flags = how.flags,
                       .schema = name.schema,
                       .name = name.name},
                      recorder);
}

void read_operator_items(const List* items, Recorder& recorder) {
    for (const CreateOpClassItem* item : elements<CreateOpClassItem>(items)) {
        if (item->itemtype == OPCLASS_ITEM_FUNCTION && item->name != nullptr)
            need_routine(ObjectKind::Function, item->name, recorder);
        if (item->storedtype != nullptr) read_type(item->storedtype, recorder);
        for (const TypeName* type : elements<TypeName>(item->class_args)) read_type(type, recorder);
    }
}

}  // namespace

void read_define(const DefineStmt* statement, Recorder& recorder) {
    const std::optional<ObjectKind> kind = kind_of(statement->kind);
    if (!kind) return;
    need_schema_of(name_of(statement->defnames), recorder);
    const bool makes_itself = statement->kind == OBJECT_TYPE;
    if (makes_itself) provide_defined(statement, *kind, recorder);
    for (const DefElem* part : elements<DefElem>(statement->definition)) read_part(statement->kind, part, recorder);
    if (!makes_itself) provide_defined(statement, *kind, recorder);
}

void read_create_cast(const CreateCastStmt* statement, Recorder& recorder) {
    read_type(statement->sourcetype, recorder);
    read_type(statement->targettype, recorder);
    if (statement->func != nullptr) need_routine(ObjectKind::Function, statement->func, recorder);
    provide(ObjectKind::Cast, {"", type_text(statement->sourcetype) + " AS " + type_text(statement->targettype)}, {},
            recorder);
}

void read_create_transform(const CreateTransformStmt* statement, Recorder& recorder) {
    read_type(statement->type_name, recorder);
    need_language(statement->lang, recorder);
    for (const ObjectWithArgs* function : {statement->fromsql, statement->tosql})
        if (function != nullptr) need_routine(ObjectKind::Function, function, recorder);
    provide(ObjectKind::Transform,
            {"", "FOR " + type_text(statement->type_name) + " LANGUAGE " + statement->lang},
            creation(false, statement->replace), recorder);
}

void read_create_conversion(const CreateConversionStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->conversion_name);
    need_schema_of(name, recorder);
    read_function_name(statement->func_name, -1, -1, recorder);
    provide(ObjectKind::Conversion, name, {}, recorder);
}

void read_create_operator_class(const CreateOpClassStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->opclassname);
    need_schema_of(name, recorder);
    need_access_method(statement->amname, recorder);
    read_type(statement->datatype, recorder);
    if (statement->opfamilyname != NIL) need(ObjectKind::OperatorFamily, name_of(statement->opfamilyname), recorder);
    read_operator_items(statement->items, recorder);
    // a family of the same name, unless it is there
    if (statement->opfamilyname == NIL) provide(ObjectKind::OperatorFamily, name, creation(true), recorder);
    provide(ObjectKind::OperatorClass, name, {}, recorder);
}

void read_create_operator_family(const CreateOpFamilyStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->opfamilyname);
    need_schema_of(name, recorder);
    need_access_method(statement->amname, recorder);
    provide(ObjectKind::OperatorFamily, name, {}, recorder);
}

void read_alter_operator_family(const AlterOpFamilyStmt* statement, Recorder& recorder) {
    alter(ObjectKind::OperatorFamily, name_of(statement->opfamilyname), false, recorder);
    if (!statement->isDrop) read_operator_items(statement->items, recorder);
}

void read_alter_operator(const AlterOperatorStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Operator, name_of(statement->opername->objname), false, recorder);
    for (const DefElem* option : elements<DefElem>(statement->options))
        if (is_one_of(option->defname, function_parts)) need_function(option->arg, -1, recorder, option->location);
}

void read_alter_collation(const AlterCollationStmt* statement, Recorder& recorder) {
    alter(ObjectKind::Collation, name_of(statement->collname), false, recorder);
}

}  // namespace strata::sqlread
