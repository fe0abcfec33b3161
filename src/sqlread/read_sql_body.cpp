// Bodies of functions in LANGUAGE sql.
#include "pg/memory.h"
#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_body.h"

namespace strata::sqlread {

namespace {

// What the server looks into when it creates the function; of other statements it checks the syntax alone.
bool is_checked(const Node* statement) {
    switch (nodeTag(statement)) {
        case T_SelectStmt:
        case T_InsertStmt:
        case T_UpdateStmt:
        case T_DeleteStmt:
        case T_MergeStmt:
        case T_CreateTableAsStmt:
        case T_ExplainStmt:
        case T_DeclareCursorStmt:
        case T_CallStmt: return true;
        default: return false;
    }
}

}  // namespace

void read_sql_body(std::string_view body, int location, const std::vector<std::string>& parameters,
                   ReadingContext& context, Recorder& recorder) {
    const pg::MemoryScope memory("pg_strata function body");
    const std::string text(body);
    const RoutineScope routine(recorder);
    const TextScope place(recorder, text, location);
    const VariableScope variables(recorder, &parameters);
    const bool checks_bodies = context.check_function_bodies;
    const bool readable = could_read([&] {
        for (const RawStmt* raw : elements<RawStmt>(parse_text(text.c_str()))) {
            const core::Strength strength = is_checked(raw->stmt) ? core::Strength::Hard : core::Strength::Late;
            const StrengthScope scope(recorder, strength);
            read_statement(raw->stmt, context, recorder);
        }
    });
    context.check_function_bodies = checks_bodies;
    if (!readable) note_unread_text(text, -1, recorder);
}

void note_unread_text(std::string_view text, int location, Recorder& recorder,
                      std::vector<std::string> may_provide) {
    using core::ObjectKind, core::Strength;
    recorder.add({.kind = ObjectKind::Unread, .strength = Strength::Unread, .name = excerpt(text),
                  .arguments = std::move(may_provide)},
                 location);
}

}  // namespace strata::sqlread
