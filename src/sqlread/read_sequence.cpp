// CREATE SEQUENCE and ALTER SEQUENCE.
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// What OWNED BY names, as a list of names; NIL without one.
const List* owner_written(const List* options) {
    for (const DefElem* option : elements<DefElem>(options))
        if (strcmp(option->defname, "owned_by") == 0) return as<List>(option->arg);
    return NIL;
}

bool is_column(const List* owner) { return list_length(owner) > 1; }  // not NONE

void need_options(const List* options, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(options))
        if (strcmp(option->defname, "as") == 0) read_type(as<TypeName>(option->arg), recorder);
    const List* owner = owner_written(options);
    if (!is_column(owner)) return;
    need(ObjectKind::Relation, owner_of(owner), recorder);
    need_column(owner_of(owner), last_of(owner), recorder);
}

void set_owner(core::Mention& sequence, const List* options) {
    const List* owner = owner_written(options);
    if (owner == NIL) return;
    if (is_column(owner)) sequence.origin = owner_of(owner);
    sequence.origin_member = last_of(owner);
}

}  // namespace

void read_create_sequence(const CreateSeqStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->sequence);
    const int location = statement->sequence->location;
    need_schema_of(name, recorder, location);
    need_options(statement->options, recorder);
    core::Mention& sequence =
        provide(ObjectKind::Sequence, name, creation(statement->if_not_exists), recorder, location);
    set_owner(sequence, statement->options);
}

void read_alter_sequence(const AlterSeqStmt* statement, Recorder& recorder) {
    const StrengthScope scope(recorder, statement->missing_ok ? core::Strength::Conditional : core::Strength::Hard);
    const core::QualifiedName name = name_of(statement->sequence);
    core::Mention sequence =
        weakened({.bearing = core::Bearing::Alters,
                  .kind = ObjectKind::Sequence,
                  .schema = name.schema,
                  .name = name.name},
                 statement->missing_ok);
    set_owner(sequence, statement->options);
    recorder.add(std::move(sequence), statement->sequence->location);
    need_options(statement->options, recorder);
}

}  // namespace strata::sqlread
