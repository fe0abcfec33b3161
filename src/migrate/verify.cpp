#include "migrate/verify.h"

#include "core/text.h"
#include "migrate/planning.h"
#include "migrate/raise.h"
#include "migrate/steps.h"

namespace strata::migrate {

namespace {

std::vector<core::Index> applied_in_order(const Planning& planning) {
    std::vector<core::Index> chosen;
    for (const core::Index node : planning.in_version_order())
        if (planning.catalog().nodes[node].state == core::State::Applied) chosen.push_back(node);
    return chosen;
}

void refuse_unless_applied(const core::Node& node) {
    if (node.state == core::State::Applied) return;
    raise({core::Condition::WrongState,
           core::concat("migration ", core::quoted(node.identifier), " is ", state_name(node.state)),
           "Only an applied migration can be verified.", ""});
}

std::vector<core::Index> chosen_migrations(const Planning& planning, const std::optional<std::string>& migration) {
    if (!migration) return applied_in_order(planning);
    const core::Index node = planning.find(migration);
    refuse_unless_applied(planning.catalog().nodes[node]);
    return {node};
}

void add_rows(pg::RowSet& rows, const std::string& migration, const std::vector<engine::Check>& checks) {
    for (const engine::Check& check : checks)
        rows.add({migration, check.check_name, check.subject.empty() ? pg::Cell() : pg::Cell(check.subject),
                  check.expected, check.actual, check.ok ? pg::Cell(*check.ok) : pg::Cell(), check.detail});
}

engine::Check nothing_checked(const char* why) { return {"none", "", std::nullopt, std::nullopt, std::nullopt, why}; }

void raise_failures(const std::vector<std::string>& failures) {
    if (failures.empty()) return;
    raise({core::Condition::VerificationFailed,
           core::concat(core::counted(failures.size(), "check", "checks"), " of verify scripts failed"),
           core::join(failures, "\n"), "SELECT * FROM migrate_verify() shows all checks as rows."});
}

}  // namespace

Datum migrate_verify(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_verify", Level::Operator);
    const Planning planning(who);
    const std::vector<core::Index> chosen = chosen_migrations(planning, arguments.text(0));
    std::vector<Subject> subjects;
    for (const core::Index node : chosen) {
        const Particulars& particulars = planning.particulars()[node];
        if (particulars.has_verify) subjects.push_back({particulars.provenance, &particulars.path});
    }
    require_trust(who, subjects);
    pg::RowSet rows(arguments.fcinfo());
    if (chosen.empty())
        rows.add({pg::Cell(), "none", pg::Cell(), pg::Cell(), pg::Cell(), pg::Cell(), "no migration is applied"});
    engine::CallScope call;
    Run run{who, nullptr, call, own_names(), std::nullopt, nullptr};
    std::vector<std::string> failures;
    for (const core::Index node : chosen) {
        const std::string& migration = planning.catalog().nodes[node].identifier;
        if (!planning.particulars()[node].has_verify) {
            add_rows(rows, migration, {nothing_checked("no verify script is registered")});
            continue;
        }
        const Registered registered = fetch_trusted(who, planning.particulars()[node].provenance);
        const std::vector<engine::Check> checks =
            verify_step(run, registered, {planning.particulars()[node].path.search_path, {}});
        add_rows(rows, migration, checks);
        if (checks.empty()) add_rows(rows, migration, {nothing_checked("the verify script holds no statement")});
        for (const std::string& failure : describe_failures(checks))
            failures.push_back(core::concat(core::quoted(migration), ", ", failure));
    }
    if (arguments.flag(1)) raise_failures(failures);
    return Datum{0};
}

}  // namespace strata::migrate
