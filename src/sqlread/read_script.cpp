#include "sqlread/read_script.h"

#include "pg/memory.h"
#include "sqlread/read_statement.h"

namespace strata::sqlread {

core::Reading read_script(const ParsedScript& script, const std::vector<core::Elision>& elided) {
    constexpr std::size_t text_of_a_mention = 100;
    core::Reading reading;
    reading.reserve(script.text.size() / text_of_a_mention + 8);
    Recorder recorder(reading);
    ReadingContext context;
    const pg::MemoryScope scope("pg_strata reading");
    auto next_elided = elided.begin();
    for (std::size_t i = 0; i < script.statements.size(); ++i) {
        if (next_elided != elided.end() && next_elided->statement == i) {
            ++next_elided;
            continue;
        }
        const ParsedStatement& statement = script.statements[i];
        recorder.begin_statement(static_cast<int>(i) + 1, statement.summary.line, statement.text);
        read_statement(statement.raw->stmt, context, recorder);
    }
    return reading;
}

}  // namespace strata::sqlread
