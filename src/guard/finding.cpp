#include "guard/finding.h"

#include "core/text.h"
#include "guard/override.h"
#include "migrate/observed_table.h"
#include "pg/error.h"
#include "pg/guard.h"

extern "C" {
#include "mb/pg_wchar.h"
#include "tcop/tcopprot.h"
}

namespace strata::guard {

namespace {

constexpr int longest_statement = 10000;  // in characters, see migrate.observed.statement

std::string client_statement() {
    if (debug_query_string == nullptr) return "";
    const std::string_view text = debug_query_string;
    const int length = static_cast<int>(text.size());
    const int kept = pg::call([&] { return pg_mbcharcliplen(text.data(), length, longest_statement); });
    return std::string(text.substr(0, static_cast<std::size_t>(kept)));
}

pg::Report report_of(const Finding& finding) {
    return {std::string(core::sqlstate(finding.condition)), finding.message, finding.detail, finding.hint};
}

pg::Report report_of_passing(const Finding& finding) {
    pg::Report report = report_of(finding);
    if (finding.passing.empty()) return report;
    report.message = finding.passing;
    report.hint.clear();
    return report;
}

// One error for everything that the statement is refused for in the same way.
[[noreturn]] void refuse(const std::vector<Finding>& findings, const Finding& first) {
    pg::Report report = report_of(first);
    for (const Finding& finding : findings) {
        const bool another = &finding != &first && !finding.only_warns && finding.condition == first.condition;
        if (another && !finding.detail.empty()) report.detail += core::concat("\n", finding.detail);
    }
    pg::raise(report);
}

const Finding* first_refused(const std::vector<Finding>& findings) {
    for (const Finding& finding : findings)
        if (!finding.only_warns) return &finding;
    return nullptr;
}

}  // namespace

void record(const Watch& watch, const char* command, const std::vector<Finding>& findings) {
    std::optional<migrate::Actor> who;
    for (const Finding& finding : findings) {
        if (finding.word.empty()) continue;
        if (!who) who = migrate::anybody("the guard");
        const std::string_view mode = is_overridden() ? "override" : name(watch.mode);
        migrate::insert_observed(*who, {finding.word, mode, command, client_statement(),
                                        std::string(core::name(finding.target.kind)), full_name(finding.target),
                                        finding.migrations});
    }
}

void act_on(const Watch& watch, const char* command, const std::vector<Finding>& findings) {
    if (findings.empty()) return;
    if (!is_overridden() && watch.mode == Mode::Enforce) {
        for (const Finding& finding : findings)
            if (finding.only_warns) pg::warn(report_of(finding));
        if (const Finding* first = first_refused(findings)) refuse(findings, *first);
        return;
    }
    if (!is_overridden())
        for (const Finding& finding : findings)
            watch.mode == Mode::Warn ? pg::warn(report_of_passing(finding)) : pg::log(report_of_passing(finding));
    record(watch, command, findings);
}

}  // namespace strata::guard
