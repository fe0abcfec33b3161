// Single names as needs: relations, types, functions.
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"
#include "sqlread/written_names.h"

namespace strata::sqlread {

namespace {

using core::Bearing;
using core::ObjectKind;

const char* last_name(const List* name) { return string_value(llast(name)); }

// Of the parts of a name, leaving out the last `members`.
bool names_system_schema(const List* name, int members = 1) {
    const int count = list_length(name);
    return count > members && is_system_schema(string_value(list_nth(name, count - members - 1)));
}

void need(ObjectKind kind, core::QualifiedName name, int location, Recorder& recorder) {
    recorder.add({.kind = kind, .schema = std::move(name.schema), .name = std::move(name.name)}, location);
}

// relation.column%TYPE
void read_column_type(const TypeName* type, Recorder& recorder) {
    if (list_length(type->names) < 2 || names_system_schema(type->names, 2)) return;
    core::QualifiedName relation = owner_of(type->names);
    if (relation.schema.empty() && is_system_relation(relation.name.c_str())) return;
    recorder.add({.kind = ObjectKind::Column, .schema = std::move(relation.schema), .name = std::move(relation.name),
                  .member = last_name(type->names)},
                 type->location);
}

// The type of an array has a name of its own that nobody writes.
bool is_array_name(const char* name) { return name[0] == '_'; }

// With one argument it can be a cast.
bool is_system_call(const char* name, int arguments) {
    return is_system_function(name, arguments) || (arguments == 1 && is_system_type(name));
}

}  // namespace

void read_relation(const RangeVar* relation, ObjectKind kind, Recorder& recorder) {
    const bool is_system = relation->schemaname != nullptr ? is_system_schema(relation->schemaname)
                                                           : is_system_relation(relation->relname);
    if (!is_system) need(kind, name_of(relation), relation->location, recorder);
}

void read_type(const TypeName* type, Recorder& recorder) {
    if (type == nullptr || type->names == NIL) return;
    if (type->pct_type) return read_column_type(type, recorder);
    const char* name = last_name(type->names);
    if (is_array_name(name)) return;
    if (list_length(type->names) == 1 ? is_system_type(name) : names_system_schema(type->names)) return;
    need(ObjectKind::Type, name_of(type->names), type->location, recorder);
}

void read_function_name(const List* name, int arguments, int location, Recorder& recorder) {
    if (name == NIL) return;
    if (list_length(name) == 1 ? is_system_call(last_name(name), arguments) : names_system_schema(name)) return;
    core::QualifiedName function = name_of(name);
    const auto count = static_cast<std::int16_t>(arguments);
    recorder.add({.kind = ObjectKind::Routine, .schema = std::move(function.schema), .name = std::move(function.name),
                  .fewest = count, .most = count},
                 location);
}

void read_collation(const List* name, int location, Recorder& recorder) {
    if (name == NIL) return;
    if (list_length(name) == 1 ? is_system_collation(last_name(name)) : names_system_schema(name)) return;
    need(ObjectKind::Collation, name_of(name), location, recorder);
}

void read_operator(const List* name, int location, Recorder& recorder) {
    if (list_length(name) > 1 && !names_system_schema(name))
        need(ObjectKind::Operator, name_of(name), location, recorder);
}

}  // namespace strata::sqlread
