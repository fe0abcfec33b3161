// Bodies of functions in LANGUAGE sql.
#include "pg/memory.h"
#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_body.h"

namespace strata::sqlread {

void read_sql_body(std::string_view body, int location, const std::vector<std::string>& parameters,
                   ReadingContext& context, Recorder& recorder) {
    const pg::MemoryScope memory("pg_strata function body");
    const std::string text(body);
    const RoutineScope routine(recorder);
    const TextScope place(recorder, text, location);
    const VariableScope variables(recorder, &parameters);
    ReadingContext own = context;
    const bool readable = could_read([&] {
        for (const RawStmt* statement : elements<RawStmt>(parse_text(text.c_str())))
            read_statement(statement->stmt, own, recorder);
    });
    if (!readable) note_unread_text(text, -1, recorder);
}

void note_unread_text(std::string_view text, int location, Recorder& recorder) {
    recorder.add({.kind = core::ObjectKind::Unread, .strength = core::Strength::Unread, .name = excerpt(text)}, location);
}

}  // namespace strata::sqlread
