#include "engine/script_run.h"

#include "core/text.h"
#include "engine/lock_watch.h"
#include "engine/notices.h"
#include "engine/progress.h"
#include "engine/top_level.h"
#include "pg/error_context.h"
#include "pg/setting.h"
#include "pg/statement_timer.h"

namespace strata::engine {

namespace {

std::string label_of(const std::string& migration, core::ScriptRole role) {
    return core::concat("migration ", core::quoted(migration), ", ", core::name(role), " script");
}

// What other tools understand and the server does not, told by the text where the parser stopped.
std::string_view foreign_syntax_hint(std::string_view rest) {
    if (rest.starts_with("\\.") || rest.find("\n\\.") != std::string_view::npos)
        return "Data lines of COPY FROM STDIN cannot be part of a migration: use INSERT ... VALUES.";
    if (rest.starts_with('\\')) return "psql meta-commands cannot be used in a migration: only SQL is registered.";
    if (rest.starts_with(':') || rest.starts_with('{') || rest.starts_with("${"))
        return "Placeholders are not replaced: write the value into the script.";
    return {};
}

void add_foreign_syntax_hint(pg::Error& error, std::string_view rest) {
    if (error.hint() != nullptr || !std::string_view(error.message()).starts_with("syntax error at or near")) return;
    const std::string_view hint = foreign_syntax_hint(rest);
    if (!hint.empty()) error.set_hint(hint);
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

sqlread::ParsedScript parse(const std::string& migration, core::ScriptRole role, const std::string& text,
                            const sqlread::OwnNames& own) {
    const std::string label = label_of(migration, role);
    const pg::SourceContext context(label, text);
    try {
        return sqlread::parse(text, own);
    } catch (pg::Error& error) {
        error.set_place(context.place());
        if (context.offset() >= 0) add_foreign_syntax_hint(error, std::string_view(text).substr(context.offset()));
        throw;
    }
}

}  // namespace

Script prepare_script(const std::string& migration, core::ScriptRole role, const std::string& text,
                      const sqlread::Lexing& lexing, const sqlread::OwnNames& own) {
    pg::SettingScope settings;
    lexing.apply(settings);
    settings.set("escape_string_warning", "off");  // the script is read more than once, and the warning would be too
    Script script{migration, role, parse(migration, role, text, own), {}};
    std::vector<core::Statement> statements;
    for (const auto& statement : script.parsed.statements) statements.push_back(statement.summary);
    script.verdict = core::judge_script(role, statements);
    if (!script.verdict.faults.empty()) refuse_script(migration, role, text, summary_of(script.verdict.faults));
    return script;
}

void refuse_script(const std::string& migration, core::ScriptRole role, const std::string& text,
                   const core::Fault& fault) {
    const pg::ErrorPlace place{fault.line, fault.column, 0};
    const std::string label = label_of(migration, role);
    pg::SourceContext context(label, text);
    context.begin_at(place);
    try {
        pg::raise({std::string(core::sqlstate(fault.condition)), fault.message, fault.detail, fault.hint});
    } catch (pg::Error& error) {
        error.set_place(place);
        throw;
    }
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

namespace {

// Everything around the statement itself: progress, and where errors are said to be.
template <class Execute>
auto within_statement(const Script& script, std::size_t index, Execute execute) {
    const sqlread::ParsedStatement& statement = script.parsed.statements[index];
    const std::string label = label_of(script.migration, script.role);
    pg::SourceContext context(label, statement.text);
    context.begin_at({statement.summary.line, statement.summary.column, static_cast<int>(index) + 1});
    show_progress(script, index);
    NoticeCapture::lower_log_level();
    LockWatch::begin_statement();
    try {
        return execute(statement);
    } catch (pg::Error& error) {
        error.set_place(context.place());
        error.set_statement(statement.text);
        throw;
    }
}

}  // namespace

std::int64_t run_statement(const Script& script, std::size_t index, ResultRows* result) {
    return within_statement(script, index, [&](const sqlread::ParsedStatement& statement) {
        pg::StatementTimer timer;
        const std::int64_t rows = execute(statement.raw, statement.text, result);
        timer.stop();
        return rows;
    });
}

void run_statement_at_top_level(const Script& script, std::size_t index, const std::optional<std::string>& index_name) {
    within_statement(script, index, [&](const sqlread::ParsedStatement& statement) {
        pg::StatementTimer timer;
        execute_at_top_level(statement.raw, statement.text, index_name);
        timer.stop();
    });
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
