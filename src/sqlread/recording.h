// What readers of utility statements say again and again.
#pragma once

#include "sqlread/recorder.h"
#include "sqlread/written_names.h"

namespace strata::sqlread {

// How the CREATE of an object was written.
struct Creation {
    core::Strength strength = core::Strength::Hard;
    std::uint16_t flags = 0;

    Creation with(std::uint16_t more) const { return {strength, static_cast<std::uint16_t>(flags | more)}; }
};
Creation creation(bool if_not_exists, bool or_replace = false);

core::Mention& provide(core::ObjectKind kind, const core::QualifiedName& name, const Creation& how, Recorder& recorder,
                       int location = -1);
core::Mention& provide_member(core::ObjectKind kind, const core::QualifiedName& of, const std::string& member,
                              const Creation& how, Recorder& recorder, int location = -1);
// Columns that cannot be known.
void provide_open_columns(const core::QualifiedName& of, const Creation& how, Recorder& recorder, int location = -1);

// IF EXISTS makes it conditional.
core::Mention& alter(core::ObjectKind kind, const core::QualifiedName& name, bool if_exists, Recorder& recorder,
                     int location = -1);
core::Mention& alter_member(core::ObjectKind kind, const core::QualifiedName& of, const std::string& member,
                            bool if_exists, Recorder& recorder, int location = -1);
core::Mention& drop_member(core::ObjectKind kind, const core::QualifiedName& of, const std::string& member,
                           bool if_exists, bool cascade, Recorder& recorder, int location = -1);
// A mention that alters or drops, as IF EXISTS weakens it; with the flag of what the server may have made by itself.
core::Mention weakened(core::Mention mention, bool if_exists);

// The object is called otherwise from here on. Both have its kind; arguments of a routine go along.
void move(const core::Mention& before, core::QualifiedName name, const std::string& member, bool if_exists,
          Recorder& recorder, int location = -1);

void need(core::ObjectKind kind, const core::QualifiedName& name, Recorder& recorder, int location = -1);
void need_column(const core::QualifiedName& of, const std::string& column, Recorder& recorder, int location = -1);
void need_columns(const core::QualifiedName& of, const List* columns, Recorder& recorder, int location = -1);

// Of kinds without a schema. Null and empty names are no need.
void need_named(core::ObjectKind kind, const char* name, Recorder& recorder, int location = -1);

// Not PUBLIC, CURRENT_USER and the like. Null is no role.
void need_role(const RoleSpec* role, Recorder& recorder);
void need_roles(const List* roles, Recorder& recorder);
void alter_role(const RoleSpec* role, Recorder& recorder);

// Those that every cluster has are no need.
void need_tablespace(const char* name, Recorder& recorder, int location = -1);

// What an index's name is qualified with: elsewhere than in the temporary schema, its table's schema is not known.
std::string schema_of_indexes(const core::QualifiedName& table);

// What the name of a new object needs: the schema that is written before it.
void need_schema_of(const core::QualifiedName& created, Recorder& recorder, int location = -1);

// A function given by name only, in a list of names or what a definition list makes of one.
void need_function(const Node* name, int arguments, Recorder& recorder, int location = -1);

// A routine given with the types of its arguments.
void need_routine(core::ObjectKind kind, const ObjectWithArgs* written, Recorder& recorder);

// Text that does what cannot be read; `what` names the statement.
void note_unread(const std::string& what, Recorder& recorder, int location = -1);

}  // namespace strata::sqlread
