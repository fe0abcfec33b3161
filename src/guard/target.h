// One object that a statement concerns, and what the live database knows of it.
#pragma once

#include "core/interest.h"
#include "pg/server.h"

namespace strata::guard {

// An object by name. For members (core::is_member) schema and name are those of the relation, or of the type.
struct Target {
    core::ObjectKind kind = core::ObjectKind::Relation;
    std::string schema = {};  // empty: not written, or the kind has none
    std::string name = {};
    std::string member = {};
    bool has_arguments = false;
    std::vector<std::string> arguments = {};  // of a routine, as sqlread/type_text.h has them
    int fewest = -1;                          // arguments of a call; -1: not known
    core::ObjectKind whole = core::ObjectKind::Relation;  // of a member: Relation, Type or Domain
};

Target target_of(const core::Mention& mention);

// Of a member its relation or type; anything else is its own.
Target whole_of(const Target& target);

// `table "public.orders"`, `column "total" of relation "public.orders"`, `function "public.f(int4)"`.
std::string described(const Target& target);
// What stands between the quotes: `public.orders`, `public.orders.total`.
std::string full_name(const Target& target);

// As the server would find it now under the current search_path.
struct LiveObject {
    bool exists = false;
    bool temporary = false;
    Oid oid = InvalidOid;     // for members that of the relation or type
    std::string schema = {};  // that it is in; empty for kinds without one
    core::ObjectKind kind = core::ObjectKind::Relation;  // more exact than the target's, if that was Relation
    core::ObjectKind whole = core::ObjectKind::Relation;
};
LiveObject find_live(const Target& target);

// Whether the current role may use the schema, if it is there: looking into others raises errors.
bool may_look_into(const std::string& schema);

// With the schema that it is in.
Target located(Target target, const LiveObject& live);

// Whether a relation, type or routine of this name is in this schema.
bool is_in_schema(core::ObjectKind kind, const std::string& schema, const std::string& name);

// "int4", "text[]", "app.mood": as sqlread/type_text.h would have written it.
std::string type_name(Oid type);

}  // namespace strata::guard
