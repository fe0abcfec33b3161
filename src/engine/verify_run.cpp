#include "engine/verify_run.h"

#include "core/tap.h"
#include "core/text.h"
#include "engine/tap_state.h"
#include "pg/guard.h"
#include "pg/setting.h"
#include "pg/subtransaction.h"

extern "C" {
#include "catalog/pg_type.h"
}

namespace strata::engine {

namespace {

constexpr char no_column_name[] = "?column?";

// One boolean column: every row must be true; no row at all passes, visibly.
void judge_boolean(const ResultRows& result, Check& check) {
    if (result.column_name != no_column_name) check.check_name = result.column_name;
    check.expected = "true";
    check.ok = result.untrue_row == 0;
    if (result.rows == 0)
        check.actual = "no rows";
    else
        check.actual = *check.ok ? "true" : result.untrue_value.value_or("null");
    if (!*check.ok && result.rows > 1) check.detail = core::concat("row ", result.untrue_row, " of ", result.rows);
}

// One statement's share of the script's TAP: its tests count here, the plan only at the end (judge_plan).
void judge_tap(const std::vector<std::string>& lines, Check& check) {
    const core::TapReport report = core::read_tap(lines);
    const bool no_tests = report.ok + report.not_ok == 0;
    if (report.descriptions.size() == 1) check.check_name = report.descriptions.front();
    check.expected = "all tests ok";
    check.actual = no_tests ? lines.front() : core::concat(report.ok, " ok, ", report.not_ok, " not ok");
    check.ok = report.not_ok == 0 && !report.bailed_out;
    std::vector<std::string> detail;
    for (const std::string& failed : report.failed) detail.push_back(core::concat("not ok: ", failed));
    detail.insert(detail.end(), report.diagnostics.begin(), report.diagnostics.end());
    if (!detail.empty()) check.detail = core::join(detail, "\n");
}

// Does not judge by failed tests: they have rows of their own.
std::optional<Check> judge_plan(const std::vector<std::string>& tap) {
    const core::TapReport report = core::read_tap(tap);
    if (!report.planned) return std::nullopt;
    Check check;
    check.check_name = "pgTAP plan";
    check.subject = "whole script";
    check.expected = core::counted(*report.planned, "test", "tests");
    check.actual = core::counted(report.ok + report.not_ok, "test", "tests");
    check.ok = report.complaints.empty();
    if (!report.complaints.empty()) check.detail = core::join(report.complaints, "\n");
    return check;
}

void judge(const ResultRows& result, Check& check, std::vector<std::string>& tap) {
    if (result.columns == 1 && result.column_type == BOOLOID) return judge_boolean(result, check);
    if (result.columns == 1 && !result.values.empty() && core::is_tap(result.values.front())) {
        tap.insert(tap.end(), result.values.begin(), result.values.end());
        return judge_tap(result.values, check);
    }
    check.expected = "no error";
    check.actual = "no error";
    if (result.columns > 0) *check.actual += core::concat(", ", core::counted(result.rows, "row", "rows"));
    check.ok = true;
}

// Not the script's failure: nobody could judge it by this. Under limits a lock that was not free is a reason to try the
// whole migration again.
bool must_be_raised(const pg::Error& error, const Surroundings& surroundings) {
    if (surroundings.limits && is_about_locks(error)) return true;
    switch (ERRCODE_TO_CATEGORY(error.sqlstate())) {
        case ERRCODE_INSUFFICIENT_RESOURCES:
        case ERRCODE_OPERATOR_INTERVENTION: return true;
        default: return error.out_of_memory();
    }
}

void judge_error(const pg::Error& error, Check& check) {
    check.expected = "no error";
    check.actual = core::concat(pg::sqlstate_text(error.sqlstate()), ": ", error.message());
    check.ok = false;
    std::vector<std::string> detail;
    if (error.detail() != nullptr) detail.push_back(error.detail());
    if (error.hint() != nullptr) detail.push_back(error.hint());
    if (!detail.empty()) check.detail = core::join(detail, "\n");
}

Check run_check(const Script& script, std::size_t index, const Surroundings& surroundings,
                std::vector<std::string>& tap) {
    const core::Statement& statement = script.parsed.statements[index].summary;
    Check check;
    check.check_name = core::concat("statement ", index + 1, " (", statement.label, ")");
    check.subject = core::concat("line ", statement.line);
    pg::Subtransaction attempt;
    try {
        ResultRows result;
        result.wanted = core::is_tap;
        run_statement(script, index, &result);
        judge(result, check, tap);
        attempt.commit();
    } catch (const pg::Error& error) {
        if (must_be_raised(error, surroundings)) throw;
        attempt.rollback();
        judge_error(error, check);
    }
    return check;
}

std::vector<Check> run_all(const Script& script, const Surroundings& surroundings) {
    std::vector<Check> checks;
    pg::Subtransaction subtransaction;
    pg::SettingScope settings;
    surroundings.lexing.apply(settings);
    if (surroundings.search_path) settings.set("search_path", surroundings.search_path->c_str());
    hide_tap_state();
    std::vector<std::string> tap;
    for (const std::size_t index : statements_to_run(script))
        checks.push_back(run_check(script, index, surroundings, tap));
    if (const std::optional<Check> plan = judge_plan(tap)) checks.push_back(*plan);
    settings.revert();
    subtransaction.rollback();
    return checks;
}

}  // namespace

std::vector<Check> run_verify(CallScope& call, const Script& script, const Surroundings& surroundings) {
    Observation observation(call.deferred());
    const FailureTraces traces(call.traces(), observation.observed());
    return run_all(script, surroundings);
}

}  // namespace strata::engine
