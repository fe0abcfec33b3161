#include "engine/script_in_parts.h"

#include "core/text.h"
#include "engine/timeouts.h"
#include "pg/boundary.h"
#include "pg/clock.h"
#include "pg/error_context.h"
#include "pg/transaction.h"
#include "sqlread/fresh_labels.h"
#include "sqlread/session_settings.h"

extern "C" {
#include "utils/elog.h"
#include "utils/guc.h"
}

namespace strata::engine {

std::vector<core::Stretch> parts_of(const Script& script, core::TransactionMode mode) {
    std::vector<core::Statement> statements;
    for (const auto& statement : script.parsed.statements) statements.push_back(statement.summary);
    return core::stretches(statements, script.verdict.elided, sqlread::statements_to_commit(script.parsed), mode);
}

ScriptInParts::ScriptInParts(CallScope& call, const Script& script, const Surroundings& surroundings)
    : call_(call), script_(script), observation_(call.deferred()), traces_(call.traces(), observation_.observed()),
      limits_(surroundings.limits), start_(pg::now_unix_us()) {
    const int former_level = log_min_messages;
    settings_.set("log_min_messages", "info");
    settings_.set("standard_conforming_strings", surroundings.lexing.standard_conforming_strings ? "on" : "off");
    settings_.set("backslash_quote", surroundings.lexing.backslash_quote);
    if (surroundings.search_path) settings_.set("search_path", *surroundings.search_path);
    notices_.emplace(former_level);
}

void ScriptInParts::put_limits_in_force(const core::Stretch& part) {
    if (!limits_) return;
    for (const TimeoutSetting& timeout : timeouts_of(*limits_, part.at_top_level)) {
        const auto last = timeouts_.find(timeout.name);
        if (last != timeouts_.end() && pg::raw_setting(timeout.name) != last->second) continue;
        settings_.set(timeout.name, timeout.value);
        timeouts_[timeout.name] = timeout.value;
    }
}

void ScriptInParts::repeat_settings(std::size_t first_to_run) {
    for (const std::size_t index : statements_to_run(script_)) {
        if (index >= first_to_run) break;
        if (sqlread::sets_for_session(script_.parsed.statements[index].raw->stmt))
            run_statement(script_, index, nullptr);
    }
}

void ScriptInParts::run_in_transaction(const core::Stretch& part) {
    for (const std::size_t index : statements_to_run(script_)) {
        if (index < part.first || index > part.last) continue;
        counts_.rows += run_statement(script_, index, nullptr);
        ++counts_.statements;
    }
    check_deferred(call_, script_, observation_.observed());
}

void ScriptInParts::run_at_top_level(const core::Stretch& part, const std::optional<std::string>& index_name) {
    run_statement_at_top_level(script_, part.first, index_name);
    ++counts_.statements;
}

void ScriptInParts::finish() {
    call_.traces().take_back(observation_.observed());
    settings_.restore();
    traces_.succeeded();
}

MigrationOutcome ScriptInParts::outcome() const {
    return {counts_, pg::now_unix_us() - start_, notices_->messages()};
}

// Somebody could not finish properly, or what finish() did was undone: the session's settings are worth a transaction
// of their own.
ScriptInParts::~ScriptInParts() {
    notices_.reset();
    pg::cleanup("put settings back", [&] {
        if (settings_.is_as_before()) return;
        pg::abort_and_begin();
        pg::Transaction transaction;
        settings_.restore();
        transaction.commit();
    });
}

}  // namespace strata::engine
