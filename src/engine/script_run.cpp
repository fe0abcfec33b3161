#include "engine/script_run.h"

#include "core/text.h"
#include "engine/notices.h"
#include "engine/progress.h"
#include "pg/guard.h"
#include "pg/setting.h"
#include "sqlread/position.h"

namespace strata::engine {

namespace {

std::string place(const std::string& migration, core::ScriptRole role, int line, int column) {
    return core::concat("migration ", core::quoted(migration), ", ", core::name(role), " script, line ", line,
                        ", column ", column);
}

// What other tools understand and the server does not, told by the text where the parser stopped.
std::string_view foreign_syntax_hint(std::string_view rest) {
    if (rest.starts_with('\\')) return "psql meta-commands cannot be used in a migration: only SQL is registered.";
    if (rest.starts_with(':') || rest.starts_with('{') || rest.starts_with("${"))
        return "Placeholders are not replaced: write the value into the script.";
    if (rest.find("\n\\.") != std::string_view::npos)
        return "Data lines of COPY FROM STDIN cannot be part of a migration: use INSERT ... VALUES.";
    return {};
}

void add_foreign_syntax_hint(pg::Error& error, std::string_view rest) {
    if (error.hint() != nullptr || !std::string_view(error.message()).starts_with("syntax error at or near")) return;
    const std::string_view hint = foreign_syntax_hint(rest);
    if (!hint.empty()) error.set_hint(hint);
}

// The parser's position counts in the whole script, whose text would be too long to show: only its line is.
void locate_syntax_error(pg::Error& error, const std::string& migration, core::ScriptRole role,
                         const std::string& text) {
    if (error.cursor_position() <= 0) {
        error.add_context(core::concat("migration ", core::quoted(migration), ", ", core::name(role), " script"));
        return;
    }
    const int offset = sqlread::byte_of_character(text, error.cursor_position());
    const auto at = sqlread::LineIndex(text).position_of_byte(offset);
    const std::size_t newline = offset == 0 ? std::string::npos : text.rfind('\n', offset - 1);
    const std::size_t from = newline == std::string::npos ? 0 : newline + 1;
    const std::string line = text.substr(from, text.find('\n', offset) - from);
    error.point_into(line, at.column);
    error.set_place({at.line, at.column, 0});
    error.add_context(place(migration, role, at.line, at.column));
    add_foreign_syntax_hint(error, std::string_view(text).substr(offset));
}

// The first refusal speaks; all of them stand in DETAIL when there are more.
core::Fault summary_of(const std::vector<core::Fault>& faults) {
    core::Fault summary = faults.front();
    if (faults.size() == 1) return summary;
    std::vector<std::string> lines;
    for (const core::Fault& fault : faults)
        lines.push_back(core::concat("Line ", fault.line, ": ", fault.message, "."));
    summary.detail = core::join(lines, "\n");
    return summary;
}

[[noreturn]] void refuse(const Script& script) {
    const core::Fault fault = summary_of(script.verdict.faults);
    try {
        pg::raise({std::string(core::sqlstate(fault.condition)), fault.message, fault.detail, fault.hint});
    } catch (pg::Error& error) {
        error.add_context(place(script.migration, script.role, fault.line, fault.column));
        error.set_place({fault.line, fault.column, 0});
        throw;
    }
}

}  // namespace

Script prepare_script(const std::string& migration, core::ScriptRole role, const std::string& text,
                      const sqlread::Lexing& lexing, const sqlread::OwnNames& own) {
    pg::SettingScope settings;
    lexing.apply(settings);
    Script script{migration, role, {}, {}};
    try {
        script.parsed = sqlread::parse(text, own);
    } catch (pg::Error& error) {
        locate_syntax_error(error, migration, role, text);
        throw;
    }
    std::vector<core::Statement> statements;
    for (const auto& statement : script.parsed.statements) statements.push_back(statement.summary);
    script.verdict = core::judge_script(role, statements);
    if (!script.verdict.faults.empty()) refuse(script);
    return script;
}

std::vector<std::size_t> statements_to_run(const Script& script) {
    std::vector<std::size_t> indexes;
    auto elided = script.verdict.elided.begin();
    for (std::size_t i = 0; i < script.parsed.statements.size(); ++i) {
        if (elided != script.verdict.elided.end() && elided->statement == i)
            ++elided;
        else
            indexes.push_back(i);
    }
    return indexes;
}

void locate(pg::Error& error, const Script& script, std::size_t index) {
    const sqlread::ParsedStatement& statement = script.parsed.statements[index];
    sqlread::Position at{statement.summary.line, statement.summary.column};
    if (error.cursor_position() > 0) {
        const int offset = sqlread::byte_of_character(script.parsed.text, error.cursor_position());
        if (offset >= statement.start) {
            at = sqlread::LineIndex(script.parsed.text).position_of_byte(offset);
            const std::string_view before(script.parsed.text.data() + statement.start, offset - statement.start);
            error.point_into(script.parsed.statement_text(index), sqlread::characters(before) + 1);
        }
    }
    error.add_context(
        core::concat(place(script.migration, script.role, at.line, at.column), ", statement ", index + 1));
    error.set_place({at.line, at.column, static_cast<int>(index) + 1});
}

std::int64_t run_statement(const Script& script, std::size_t index, ResultRows* result) {
    show_progress(script, index);
    NoticeCapture::lower_log_level();
    try {
        return execute(script.parsed.statements[index].raw, script.parsed.text, result);
    } catch (pg::Error& error) {
        locate(error, script, index);
        throw;
    }
}

ScriptCounts run_statements(const Script& script) {
    ScriptCounts counts;
    for (const std::size_t index : statements_to_run(script)) {
        counts.rows += run_statement(script, index, nullptr);
        ++counts.statements;
    }
    return counts;
}

}  // namespace strata::engine
