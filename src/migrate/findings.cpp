#include "migrate/findings.h"

#include "core/text.h"
#include "migrate/applied_table.h"
#include "migrate/history.h"
#include "migrate/planning.h"
#include "migrate/raise.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

enum class Group { Pending, Failed, History };

struct Finding {
    Group group;
    std::string migration;
    std::string finding;
    std::string detail;
    std::string fix_call;
};

std::string call_for(const char* function, const std::string& migration) {
    return core::select_call(function, {core::quote_literal(migration)});
}

std::string only_this(const core::Node& node) {
    const std::string choice = "only_these => " + core::quote_array(std::vector{node.identifier});
    if (!node.transactional) return core::call_statement("migrate_run", std::vector{choice});
    return core::select_call("migrate_apply", {choice});
}

void find_pending(const Actor& who, const Planning& planning, std::vector<Finding>& findings) {
    constexpr std::string_view late = "late: ";
    core::Plan plan = planning.up(who, {.door = core::Door::Either});
    block_untrusted(who, planning, plan);
    for (const core::Step& step : plan.steps) {
        const core::Node& node = planning.catalog().nodes[step.node];
        const std::string& migration = node.identifier;
        if (node.state == core::State::Partial) continue;
        if (step.action == core::Action::Blocked)
            findings.push_back({Group::Pending, migration, "blocked", step.note, step.fix_call});
        else
            findings.push_back({Group::Pending, migration, step.out_of_order ? "late" : "pending",
                                step.note.empty()              ? "not applied"
                                : step.note.starts_with(late) ? step.note.substr(late.size())
                                                               : step.note,
                                only_this(node)});
    }
}

// A requirement that was taken away under an applied migration, by a mark.
void find_unmet(const Planning& planning, std::vector<Finding>& findings) {
    for (const core::Edge& edge : planning.catalog().edges) {
        const core::Node& dependent = planning.catalog().nodes[edge.dependent];
        const core::Node& needed = planning.catalog().nodes[edge.prerequisite];
        if (dependent.state != core::State::Applied || needed.state == core::State::Applied) continue;
        findings.push_back({Group::Failed, dependent.identifier, "unmet",
                            core::concat("it is applied, but requires ", core::quoted(needed.identifier),
                                         ", which is ", state_name(needed.state)),
                            needed.state == core::State::Pending
                                ? only_this(needed)
                                : core::select_call("migrate_mark", {core::quote_literal(needed.identifier),
                                                                     "'applied'", "'...'"})});
    }
}

std::string how_far(const core::Node& node) {
    return core::concat(node.stopped_on_way_back ? "its way back" : "its application", " stopped half-way, at ",
                        node.rest);
}

std::string way_on(const core::Node& node) {
    if (!node.stopped_on_way_back)
        return core::call_statement("migrate_run",
                                    std::vector{"only_these => " + core::quote_array(std::vector{node.identifier})});
    return core::call_statement("migrate_run_rollback",
                                std::vector{"migration => " + core::quote_literal(node.identifier)});
}

void find_failed(const Actor& who, const Planning& planning, std::vector<Finding>& findings) {
    for (const LastAttempt& attempt : last_attempts(who))
        if (attempt.error)
            findings.push_back({Group::Failed, attempt.migration, "failed", *attempt.error,
                                call_for("migrate_history", attempt.migration)});
    for (const core::Node& node : planning.catalog().nodes)
        if (node.state == core::State::Partial)
            findings.push_back({Group::Failed, node.identifier, "partial", how_far(node), way_on(node)});
}

void find_broken_links(const Actor& who, std::vector<Finding>& findings) {
    for (const ChainLink& link : check_chain(who, std::nullopt)) {
        if (link.ok) continue;
        const std::string where = link.id ? core::concat("entry ", *link.id, ": ") : std::string();
        findings.push_back({Group::History, "", "history", where + link.detail,
                            "SELECT * FROM migrate_verify_history() WHERE NOT ok"});
    }
}

std::vector<Finding> all_findings(const Actor& who) {
    const Planning planning(who);
    std::vector<Finding> findings;
    find_pending(who, planning, findings);
    find_failed(who, planning, findings);
    find_unmet(planning, findings);
    find_broken_links(who, findings);
    return findings;
}

void add_rows(pg::RowSet& rows, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings)
        rows.add({finding.migration.empty() ? pg::Cell() : pg::Cell(finding.migration), finding.finding,
                  finding.detail, finding.fix_call});
    if (findings.empty()) rows.add({pg::Cell(), "none", "nothing to report", pg::Cell()});
}

[[noreturn]] void raise_findings(const std::vector<Finding>& findings) {
    std::vector<std::string> lines;
    for (const Finding& finding : findings)
        lines.push_back(finding.migration.empty()
                            ? core::concat(finding.finding, ": ", finding.detail)
                            : core::concat(finding.finding, ": ", core::quoted(finding.migration), ": ",
                                           finding.detail));
    raise({core::Condition::FindingsPresent,
           core::concat("migrations need attention: ", core::counted(findings.size(), "finding", "findings")),
           core::join(lines, "\n"), "SELECT * FROM migrate_findings() shows them with the calls that mend them."});
}

}  // namespace

Datum migrate_findings(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_findings");
    pg::RowSet rows(arguments.fcinfo());
    add_rows(rows, all_findings(who));
    return Datum{0};
}

Datum migrate_check(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_check");
    const bool pending = arguments.flag(0, true);
    const bool failed = arguments.flag(1, true);
    std::vector<Finding> wanted;
    for (const Finding& finding : all_findings(who)) {
        const bool asked_for = finding.group == Group::Pending  ? pending
                               : finding.group == Group::Failed ? failed
                                                                : true;
        if (asked_for) wanted.push_back(finding);
    }
    if (!wanted.empty()) raise_findings(wanted);
    pg::RowSet rows(arguments.fcinfo());
    add_rows(rows, wanted);
    return Datum{0};
}

}  // namespace strata::migrate
