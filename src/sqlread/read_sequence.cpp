// CREATE SEQUENCE and ALTER SEQUENCE.
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"
#include "sqlread/recording.h"
#include "sqlread/statement_readers.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;

// The column of OWNED BY, as a list of names; NIL for OWNED BY NONE and without one.
const List* owner_written(const List* options) {
    for (const DefElem* option : elements<DefElem>(options)) {
        if (strcmp(option->defname, "owned_by") != 0) continue;
        const List* column = as<List>(option->arg);
        return list_length(column) > 1 ? column : NIL;
    }
    return NIL;
}

void need_options(const List* options, Recorder& recorder) {
    for (const DefElem* option : elements<DefElem>(options))
        if (strcmp(option->defname, "as") == 0) read_type(as<TypeName>(option->arg), recorder);
    const List* owner = owner_written(options);
    if (owner == NIL) return;
    need(ObjectKind::Relation, owner_of(owner), recorder);
    need_column(owner_of(owner), last_of(owner), recorder);
}

}  // namespace

void read_create_sequence(const CreateSeqStmt* statement, Recorder& recorder) {
    const core::QualifiedName name = name_of(statement->sequence);
    const int location = statement->sequence->location;
    need_schema_of(name, recorder, location);
    need_options(statement->options, recorder);
    core::Mention& sequence =
        provide(ObjectKind::Sequence, name, creation(statement->if_not_exists), recorder, location);
    if (const List* owner = owner_written(statement->options)) sequence.origin = owner_of(owner);
}

void read_alter_sequence(const AlterSeqStmt* statement, Recorder& recorder) {
    const StrengthScope scope(recorder, statement->missing_ok ? core::Strength::Conditional : core::Strength::Hard);
    alter(ObjectKind::Sequence, name_of(statement->sequence), statement->missing_ok, recorder,
          statement->sequence->location);
    need_options(statement->options, recorder);
}

}  // namespace strata::sqlread
