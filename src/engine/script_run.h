// Running one whole script: its statements in order, under its own settings, with every error told by migration, line,
// column and statement.
#pragma once

#include "engine/execute.h"
#include "pg/error.h"
#include "sqlread/parse.h"

namespace strata::engine {

// A script ready to run.
struct Script {
    std::string migration;
    core::ScriptRole role;
    sqlread::ParsedScript parsed;
    core::ScriptVerdict verdict;
};

// Parses and judges. Raises the parser's error or the first refusal (all of them in DETAIL), located in the script.
Script prepare_script(const std::string& migration, core::ScriptRole role, const std::string& text,
                      const sqlread::Lexing& lexing, const sqlread::OwnNames& own);

// Raises `fault`, located in the script.
[[noreturn]] void refuse_script(const std::string& migration, core::ScriptRole role, const std::string& text,
                                const core::Fault& fault);

struct ScriptCounts {
    std::int64_t statements = 0;
    std::int64_t rows = 0;
};

// Runs every statement that is not elided, in the current subtransaction. Shows progress in pg_stat_activity.
ScriptCounts run_statements(const Script& script);

// Runs statement `index` and keeps what it returned.
std::int64_t run_statement(const Script& script, std::size_t index, ResultRows* result);

// The same outside of a transaction block: see engine/top_level.h.
void run_statement_at_top_level(const Script& script, std::size_t index, const std::optional<std::string>& index_name);

// Indexes of the statements that are not elided.
std::vector<std::size_t> statements_to_run(const Script& script);

}  // namespace strata::engine
