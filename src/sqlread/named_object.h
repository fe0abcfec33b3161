// The object that a statement such as COMMENT, DROP or ALTER ... OWNER names: an ObjectType and a node.
#pragma once

#include "core/mention.h"
#include "pg/server.h"

namespace strata::sqlread {

struct NamedObject {
    core::Mention mention;  // kind, names, arguments; of a member with the relation or type that it belongs to
    int location = -1;
};

// What the grammar makes of a name of that kind. Nothing for what is no object of ours (a parameter of GRANT, say).
std::optional<NamedObject> named_object(ObjectType type, const Node* name);

// Where the grammar keeps the relation apart: a relation, or with `member` something of it.
std::optional<NamedObject> named_object(ObjectType type, const RangeVar* relation, const char* member = nullptr);

// Of the kinds that statements name in one way or another.
std::optional<core::ObjectKind> kind_of(ObjectType type);

// What an object of that kind hangs on: Table for a policy, Type for a label... Only for members.
core::ObjectKind owner_kind(ObjectType type);

// The arguments that tell a routine from others of its name.
void set_arguments(core::Mention& routine, const ObjectWithArgs* written);

}  // namespace strata::sqlread
