#include "pg/memory.h"
#include "sqlread/body_text.h"
#include "sqlread/plpgsql_reader.h"

namespace strata::sqlread {

namespace {

void read_body(const std::string& text, BodyKind kind, ReadingContext& context, Recorder& recorder) {
    std::vector<std::string> parameters;
    if (kind == BodyKind::Function && recorder.variables() != nullptr) parameters = *recorder.variables();
    const VariableScope variables(recorder, nullptr);
    const bool readable = could_read([&] {
        PlpgsqlReader(text, scan_plpgsql(text), std::move(parameters), kind, context, recorder).read();
    });
    if (!readable) note_unread_text(text, -1, recorder);
}

}  // namespace

void read_plpgsql_body(std::string_view body, int location, BodyKind kind, ReadingContext& context,
                       Recorder& recorder) {
    const pg::MemoryScope memory("pg_strata body");
    const std::string text(body);
    if (kind == BodyKind::DoBlock) {
        const TextScope place(recorder, text, location);
        return read_body(text, kind, context, recorder);
    }
    const RoutineScope routine(recorder);
    const TextScope place(recorder, text, location);
    const bool checks_bodies = context.check_function_bodies;
    read_body(text, kind, context, recorder);
    context.check_function_bodies = checks_bodies;
}

}  // namespace strata::sqlread
