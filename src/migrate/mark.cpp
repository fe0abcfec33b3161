#include "migrate/mark.h"

#include "core/text.h"
#include "migrate/applied_table.h"
#include "migrate/one_migration.h"
#include "migrate/planning.h"
#include "migrate/raise.h"
#include "migrate/writer.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

std::string require_reason(const std::optional<std::string>& reason) {
    if (!reason || core::is_blank(*reason))
        raise({core::Condition::ContradictoryArguments, "a reason must be given", "", "It is kept in the history."});
    return *reason;
}

core::State require_state(const std::optional<std::string>& name) {
    const std::optional<core::State> state = name ? state_of_name(*name) : std::nullopt;
    if (!state || *state == core::State::Partial)
        raise({core::Condition::ContradictoryArguments,
               core::concat("there is no state ", core::quoted(name.value_or("")), " to mark a migration with"), "",
               "Use 'applied', 'skipped' or 'pending'."});
    return *state;
}

// Writes the new state and its history entry; nothing when the state is that already.
core::State change_state(Writer& writer, const std::string& migration, const std::string& up_checksum,
                         core::State wanted, const std::string& action, const std::string& reason) {
    const Actor& who = writer.actor();
    const std::optional<Applied> before = find_applied(who, migration);
    const core::State old_state = before ? before->state : core::State::Pending;
    if (old_state == wanted) return old_state;
    core::HistoryEntry entry;
    entry.migration = migration;
    entry.action = action;
    entry.outcome = "ok";
    entry.message = core::concat("from ", state_name(old_state), " to ", state_name(wanted));
    entry.checksum = up_checksum;
    entry.reason = reason;
    const std::int64_t position = writer.append(entry);
    if (before) delete_applied(who, migration);
    if (wanted != core::State::Pending)
        insert_applied(who, {migration, wanted, position, std::nullopt, who.search_path, up_checksum});
    return old_state;
}

}  // namespace

Datum migrate_mark(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_mark", Level::Admin);
    const core::State wanted = require_state(arguments.text(1));
    const std::string reason = require_reason(arguments.text(2));
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Mark);
    const Registered registered = find_migration(who, arguments.text(0));
    const core::State old_state =
        change_state(writer, registered.migration, registered.text_checksum, wanted, "mark", reason);
    writer.finish();
    rows.add({registered.migration, state_name(old_state), state_name(wanted)});
    return Datum{0};
}

// In version order up to the target: what a fresh database would have applied by then. Skipped ones stay so.
Datum migrate_baseline(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_baseline", Level::Admin);
    const std::string reason = require_reason(arguments.text(1));
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Mark);
    const Planning planning(who);
    const core::Index target = planning.find(arguments.text(0));
    for (const core::Index node : planning.in_version_order()) {
        const core::Node& migration = planning.catalog().nodes[node];
        core::State new_state = core::State::Skipped;
        if (migration.state != core::State::Skipped) {
            new_state = core::State::Applied;
            change_state(writer, migration.identifier, planning.particulars()[node].text_checksum, new_state,
                         "baseline", reason);
        }
        rows.add({migration.identifier, state_name(migration.state), state_name(new_state)});
        if (node == target) break;
    }
    writer.finish();
    return Datum{0};
}

}  // namespace strata::migrate
