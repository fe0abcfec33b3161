#include "sqlread/constant_names.h"

#include <algorithm>

#include "sqlread/name_path.h"
#include "sqlread/node_lists.h"
#include "sqlread/system_names.h"
#include "sqlread/written_names.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

constexpr std::string_view text_types[] = {"text", "varchar", "name", "cstring", "bpchar"};
constexpr std::string_view sequence_functions[] = {"nextval", "currval", "setval"};
constexpr std::string_view size_functions[] = {"pg_relation_size", "pg_table_size", "pg_indexes_size",
                                               "pg_total_relation_size"};
// Types that only the grammar knows by these names.
constexpr std::string_view grammar_types[] = {"int", "integer", "smallint", "bigint", "real", "float", "decimal", "dec",
                                              "boolean", "character", "national", "nchar"};

template <std::size_t Count>
bool is_one_of(std::string_view name, const std::string_view (&names)[Count]) {
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

// The last part of a name of pg_catalog's, written without a schema or with it; empty for others.
std::string_view system_name(const List* name) {
    const int count = list_length(name);
    if (count == 0 || count > 2) return {};
    const auto* first = static_cast<const Node*>(linitial(name));
    if (count == 2 && std::string_view(string_value(first)) != "pg_catalog") return {};
    return string_value(llast(name));
}

std::optional<core::QualifiedName> name_in(std::string_view text) {
    auto parts = split_names(text, '.');
    if (!parts || parts->empty() || parts->size() > 3) return std::nullopt;
    const std::size_t count = parts->size();
    return core::QualifiedName{count > 1 ? std::move((*parts)[count - 2]) : std::string(), std::move(parts->back())};
}

void need(ObjectKind kind, core::QualifiedName name, int location, Recorder& recorder) {
    recorder.add({.kind = kind, .schema = std::move(name.schema), .name = std::move(name.name)}, location);
}

void need_relation(ObjectKind kind, const char* text, int location, Recorder& recorder) {
    auto name = name_in(text);
    if (!name) return;
    const bool is_system = name->schema.empty() ? is_system_relation(name->name.c_str())
                                                : is_system_schema(name->schema);
    if (!is_system) need(kind, std::move(*name), location, recorder);
}

void need_type(std::string_view text, int location, Recorder& recorder) {
    text = text.substr(0, text.find_first_of("[("));
    auto name = name_in(text);
    if (!name) return;
    const bool is_system = name->schema.empty()
                               ? is_one_of(name->name, grammar_types) || is_system_type(name->name.c_str())
                               : is_system_schema(name->schema);
    if (!is_system) need(ObjectKind::Type, std::move(*name), location, recorder);
}

// 'f(int, text)', or 'f' alone.
void need_function(std::string_view text, bool has_arguments, int location, Recorder& recorder) {
    const std::size_t open = text.find('(');
    if (has_arguments && open == std::string_view::npos) return;
    const std::string_view list = has_arguments ? text.substr(open + 1) : std::string_view();
    const bool is_empty = list.find_first_not_of(" \t\n)") == std::string_view::npos;
    const int given = is_empty ? 0 : static_cast<int>(std::ranges::count(list, ',')) + 1;
    const int arguments = has_arguments ? given : -1;
    auto name = name_in(text.substr(0, open));
    if (!name) return;
    const bool is_system = name->schema.empty() ? is_system_function(name->name.c_str(), arguments)
                                                : is_system_schema(name->schema);
    if (is_system) return;
    const auto count = static_cast<std::int16_t>(arguments);
    recorder.add({.kind = ObjectKind::Routine, .schema = std::move(name->schema), .name = std::move(name->name),
                  .fewest = count, .most = count},
                 location);
}

void need_unqualified(ObjectKind kind, const char* text, int location, Recorder& recorder) {
    auto name = name_in(text);
    if (name && name->schema.empty() && !(kind == ObjectKind::Schema && is_system_schema(name->name)))
        need(kind, std::move(*name), location, recorder);
}

void need_label(const char* label, const TypeName* type, int location, Recorder& recorder) {
    if (type->arrayBounds != NIL || type->pct_type || type->setof) return;
    const char* last = string_value(llast(type->names));
    core::QualifiedName name = name_of(type->names);
    if (name.schema.empty() ? is_system_type(last) : is_system_schema(name.schema)) return;
    recorder.add({.kind = ObjectKind::EnumLabel, .schema = std::move(name.schema), .name = std::move(name.name),
                  .member = label},
                 location);
}

const Node* argument(const FuncCall* call, int number) {
    return list_length(call->args) > number ? static_cast<const Node*>(list_nth(call->args, number)) : nullptr;
}

// A constant for an argument of type regclass may be cast to it.
const char* relation_text(const Node* value) {
    if (value != nullptr && IsA(value, TypeCast) && system_name(as<TypeCast>(value)->typeName->names) == "regclass")
        value = as<TypeCast>(value)->arg;
    return constant_text(value);
}

void need_serial_column(const char* relation, const char* column, int location, Recorder& recorder) {
    auto name = name_in(relation);
    if (!name || is_system_schema(name->schema)) return;
    recorder.add({.kind = ObjectKind::Column, .schema = std::move(name->schema), .name = std::move(name->name),
                  .member = column},
                 location);
}

}  // namespace

const char* constant_text(const Node* value) {
    while (value != nullptr && IsA(value, TypeCast)) {
        const auto* cast = as<TypeCast>(value);
        if (cast->typeName->arrayBounds != NIL || !is_one_of(system_name(cast->typeName->names), text_types))
            return nullptr;
        value = cast->arg;
    }
    if (value == nullptr || !IsA(value, A_Const)) return nullptr;
    const auto* constant = as<A_Const>(value);
    return constant->isnull || nodeTag(&constant->val) != T_String ? nullptr : constant->val.sval.sval;
}

void read_constant_of_type(const char* text, const TypeName* type, int location, Recorder& recorder) {
    if (type->names == NIL || type->arrayBounds != NIL) return;
    const std::string_view name = system_name(type->names);
    if (name == "regclass") return need_relation(ObjectKind::Relation, text, location, recorder);
    if (name == "regtype") return need_type(text, location, recorder);
    if (name == "regproc") return need_function(text, false, location, recorder);
    if (name == "regprocedure") return need_function(text, true, location, recorder);
    if (name == "regrole") return need_unqualified(ObjectKind::Role, text, location, recorder);
    if (name == "regnamespace") return need_unqualified(ObjectKind::Schema, text, location, recorder);
    need_label(text, type, location, recorder);
}

int read_object_arguments(const FuncCall* call, Recorder& recorder) {
    const std::string_view name = system_name(call->funcname);
    const char* first = relation_text(argument(call, 0));
    if (name.empty() || first == nullptr) return 0;
    if (is_one_of(name, sequence_functions)) {
        need_relation(ObjectKind::Sequence, first, call->location, recorder);
        return 1;
    }
    if (is_one_of(name, size_functions)) {
        need_relation(ObjectKind::Relation, first, call->location, recorder);
        return 1;
    }
    const char* second = constant_text(argument(call, 1));
    if (name != "pg_get_serial_sequence" || second == nullptr) return 0;
    need_serial_column(first, second, call->location, recorder);
    return 2;
}

}  // namespace strata::sqlread
