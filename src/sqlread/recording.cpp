#include "sqlread/recording.h"

#include "sqlread/named_object.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

using core::Bearing;
using core::ObjectKind;
namespace flag = core::mention_flag;

core::Mention mention(Bearing bearing, ObjectKind kind, const core::QualifiedName& name,
                      const std::string& member = {}) {
    return {.bearing = bearing, .kind = kind, .schema = name.schema, .name = name.name, .member = member};
}

// Since 18 every NOT NULL is a constraint, of a name that the server picks, since 17 those of domains; whether it is
// there is not followed.
#if PG_VERSION_NUM >= 170000
bool is_implied(const core::Mention& mention) {
    const std::string_view name = mention.member;
    const std::string_view written = name.substr(0, name.find_last_not_of("0123456789") + 1);
    return mention.kind == ObjectKind::Constraint && written.ends_with("_not_null");
}
#else
bool is_implied(const core::Mention&) { return false; }
#endif

core::Mention made(core::Mention mention, const Creation& how) {
    mention.strength = how.strength;
    mention.flags = how.flags;
    return mention;
}

}  // namespace

Creation creation(bool if_not_exists, bool or_replace) {
    if (if_not_exists) return {core::Strength::Conditional, flag::if_not_exists};
    return {core::Strength::Hard, or_replace ? flag::or_replace : std::uint16_t{0}};
}

core::Mention& provide(ObjectKind kind, const core::QualifiedName& name, const Creation& how, Recorder& recorder,
                       int location) {
    return recorder.add(made(mention(Bearing::Provides, kind, name), how), location);
}

core::Mention& provide_member(ObjectKind kind, const core::QualifiedName& of, const std::string& member,
                              const Creation& how, Recorder& recorder, int location) {
    return recorder.add(made(mention(Bearing::Provides, kind, of, member), how), location);
}

void provide_open_columns(const core::QualifiedName& of, const Creation& how, Recorder& recorder, int location) {
    provide_member(ObjectKind::Column, of, "*", how, recorder, location);
}

core::Mention weakened(core::Mention mention, bool if_exists) {
    if (if_exists) {
        mention.strength = core::Strength::Conditional;
        mention.flags |= flag::if_exists;
    }
    if (is_implied(mention)) mention.flags |= flag::implied;
    return mention;
}

core::Mention& alter(ObjectKind kind, const core::QualifiedName& name, bool if_exists, Recorder& recorder,
                     int location) {
    return recorder.add(weakened(mention(Bearing::Alters, kind, name), if_exists), location);
}

core::Mention& alter_member(ObjectKind kind, const core::QualifiedName& of, const std::string& member, bool if_exists,
                            Recorder& recorder, int location) {
    return recorder.add(weakened(mention(Bearing::Alters, kind, of, member), if_exists), location);
}

core::Mention& drop_member(ObjectKind kind, const core::QualifiedName& of, const std::string& member, bool if_exists,
                           bool cascade, Recorder& recorder, int location) {
    core::Mention dropped = weakened(mention(Bearing::Drops, kind, of, member), if_exists);
    if (cascade) dropped.flags |= flag::cascade;
    return recorder.add(std::move(dropped), location);
}

void move(const core::Mention& before, core::QualifiedName name, const std::string& member, bool if_exists,
          Recorder& recorder, int location) {
    core::Mention from = weakened(before, if_exists);
    from.bearing = Bearing::Drops;
    from.flags |= flag::moved;
    core::Mention to = from;
    to.bearing = Bearing::Provides;
    to.flags = before.flags & flag::has_arguments;
    to.origin = {from.schema, from.name};
    to.origin_member = from.member;
    to.schema = std::move(name.schema);
    to.name = std::move(name.name);
    to.member = member;
    recorder.add(std::move(from), location);
    recorder.add(std::move(to), location);
}

void need(ObjectKind kind, const core::QualifiedName& name, Recorder& recorder, int location) {
    if (name.name.empty() || is_system_schema(name.schema)) return;
    recorder.add(mention(Bearing::Needs, kind, name), location);
}

void need_column(const core::QualifiedName& of, const std::string& column, Recorder& recorder, int location) {
    if (is_system_schema(of.schema)) return;
    recorder.add(mention(Bearing::Needs, ObjectKind::Column, of, column), location);
}

void need_columns(const core::QualifiedName& of, const List* columns, Recorder& recorder, int location) {
    for (const Node* column : elements<Node>(columns)) need_column(of, text_of(column), recorder, location);
}

void need_named(ObjectKind kind, const char* name, Recorder& recorder, int location) {
    if (name != nullptr) need(kind, {"", name}, recorder, location);
}

void need_role(const RoleSpec* role, Recorder& recorder) {
    if (role != nullptr && role->roletype == ROLESPEC_CSTRING)
        need(ObjectKind::Role, {"", role->rolename}, recorder, role->location);
}

void need_roles(const List* roles, Recorder& recorder) {
    for (const RoleSpec* role : elements<RoleSpec>(roles)) need_role(role, recorder);
}

void alter_role(const RoleSpec* role, Recorder& recorder) {
    if (role != nullptr && role->roletype == ROLESPEC_CSTRING)
        alter(ObjectKind::Role, {"", role->rolename}, false, recorder, role->location);
}

void need_tablespace(const char* name, Recorder& recorder, int location) {
    const std::string tablespace = text_of(name);
    if (tablespace == "pg_default" || tablespace == "pg_global") return;
    need(ObjectKind::Tablespace, {"", tablespace}, recorder, location);
}

std::string schema_of_indexes(const core::QualifiedName& table) {
    return table.schema == temporary_schema ? temporary_schema : std::string();
}

void need_schema_of(const core::QualifiedName& created, Recorder& recorder, int location) {
    if (created.schema.empty() || created.schema == temporary_schema || is_system_schema(created.schema)) return;
    need(ObjectKind::Schema, {"", created.schema}, recorder, location);
}

void need_function(const Node* name, int arguments, Recorder& recorder, int location) {
    if (const List* names = names_of(name)) read_function_name(names, arguments, location, recorder);
}

void need_routine(ObjectKind kind, const ObjectWithArgs* written, Recorder& recorder) {
    const core::QualifiedName name = name_of(written->objname);
    const int arguments = written->args_unspecified ? -1 : list_length(written->objargs);
    if (is_system_schema(name.schema)) return;
    if (name.schema.empty() && is_system_function(name.name.c_str(), arguments)) return;
    core::Mention routine = mention(Bearing::Needs, kind, name);
    set_arguments(routine, written);
    recorder.add(std::move(routine));
}

void note_unread(const std::string& what, Recorder& recorder, int location) {
    core::Mention unread{.kind = ObjectKind::Unread, .strength = core::Strength::Unread, .name = what};
    recorder.add(std::move(unread), location);
}

}  // namespace strata::sqlread
