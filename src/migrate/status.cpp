#include "migrate/status.h"

#include <unordered_map>

#include "core/text.h"
#include "migrate/applied_table.h"
#include "migrate/history_table.h"
#include "migrate/planning.h"
#include "migrate/raise.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

pg::Cell text_or_null(const std::string& text) { return text.empty() ? pg::Cell() : pg::Cell(text); }

std::vector<pg::Cell> status_row(const core::Node& node, const Particulars& more, const LastAttempt* attempt) {
    return {node.identifier,
            state_name(node.state),
            more.requires_as_written,
            more.applied_at ? pg::Cell::timestamp(*more.applied_at) : pg::Cell(),
            text_or_null(more.path.applier),
            more.duration_us ? pg::Cell::interval(*more.duration_us) : pg::Cell(),
            node.has_down,
            more.has_verify,
            attempt != nullptr ? pg::Cell(attempt->error) : pg::Cell(),
            attempt != nullptr ? pg::Cell::timestamp(attempt->at) : pg::Cell(),
            more.text_checksum};
}

core::Plan requested_plan(const Actor& who, const Planning& planning, const pg::Arguments& arguments) {
    const std::string direction = arguments.text(2).value_or("up");
    if (direction == "up") return planning.up(who, {arguments.text(0), arguments.texts(1), false, core::Door::Either});
    if (direction != "down")
        raise({core::Condition::ContradictoryArguments,
               core::concat("there is no direction ", core::quoted(direction)), "", "Use 'up' or 'down'."});
    if (arguments.texts(1))
        raise({core::Condition::ContradictoryArguments, "only_these does not go with direction 'down'", "",
               "Give a target, which stays applied, or none to plan the way back of everything."});
    core::DownRequest request;
    request.door = core::Door::Either;
    if (const auto target = arguments.text(0))
        request.target = planning.find(target);
    else
        request.all = true;
    return planning.down(who, request);
}

}  // namespace

Datum migrate_status(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_status");
    const Planning planning(who);
    const std::vector<LastAttempt> attempts = last_attempts(who);
    std::unordered_map<std::string_view, const LastAttempt*> attempt_of;
    for (const LastAttempt& attempt : attempts) attempt_of.emplace(attempt.migration, &attempt);
    pg::RowSet rows(arguments.fcinfo());
    for (const core::Index node : planning.in_version_order()) {
        const core::Node& migration = planning.catalog().nodes[node];
        const auto attempt = attempt_of.find(migration.identifier);
        rows.add(status_row(migration, planning.particulars()[node],
                            attempt == attempt_of.end() ? nullptr : attempt->second));
    }
    return Datum{0};
}

Datum migrate_plan(const pg::Arguments& arguments) {
    const Actor who = looker("migrate_plan");
    const Planning planning(who);
    core::Plan plan = requested_plan(who, planning, arguments);
    block_untrusted(who, planning, plan);
    pg::RowSet rows(arguments.fcinfo());
    if (plan.steps.empty()) {
        rows.add({pg::Cell(), pg::Cell(), "none", pg::Cell(), pg::Cell(), pg::Cell(), pg::Cell(), "nothing to do",
                  pg::Cell()});
        return Datum{0};
    }
    int number = 0;
    for (const core::Step& step : plan.steps) {
        const core::Node& node = planning.catalog().nodes[step.node];
        const bool up = arguments.text(2).value_or("up") == "up";
        rows.add({++number, node.identifier, core::name(step.action), up ? node.transactional : node.down_transactional,
                  step.needs, text_or_null(step.because), step.out_of_order, text_or_null(step.note), text_or_null(step.fix_call)});
    }
    return Datum{0};
}

}  // namespace strata::migrate
