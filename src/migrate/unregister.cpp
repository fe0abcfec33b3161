#include "migrate/unregister.h"

#include "core/text.h"
#include "migrate/applied_table.h"
#include "migrate/one_migration.h"
#include "migrate/raise.h"
#include "migrate/writer.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

std::string way_back(const Applied& applied) {
    const std::string migration = core::quote_literal(applied.migration);
    const bool was_only_marked = !applied.duration_us;
    if (was_only_marked)
        return core::select_call("migrate_mark", {migration, "'pending'", "'...'"});
    return core::select_call("migrate_rollback", {"migration => " + migration});
}

void refuse_unless_pending(const Actor& who, const Registered& registered) {
    const std::optional<Applied> applied = find_applied(who, registered.migration);
    if (!applied) return;
    raise({core::Condition::WrongState,
           core::concat("migration ", core::quoted(registered.migration), " is ", state_name(applied->state)),
           "Only a pending migration can be unregistered.",
           core::concat("Take it back first: ", way_back(*applied), ".")});
}

}  // namespace

Datum migrate_unregister(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_unregister", Level::Author);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Register);
    const Registered registered = find_migration(who, arguments.text(0));
    refuse_unless_pending(who, registered);
    delete_registered(who, registered.migration);
    core::HistoryEntry entry;
    entry.migration = registered.migration;
    entry.action = "unregister";
    entry.outcome = "ok";
    entry.detail = core::concat("revision ", registered.revision_digest);
    entry.checksum = registered.text_checksum;
    writer.append(entry);
    writer.finish();
    rows.add({registered.migration, "unregistered"});
    return Datum{0};
}

}  // namespace strata::migrate
