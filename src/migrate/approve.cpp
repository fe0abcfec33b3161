#include "migrate/approve.h"

#include "migrate/approval_table.h"
#include "migrate/one_migration.h"
#include "migrate/writer.h"
#include "pg/rowset.h"

namespace strata::migrate {

Datum migrate_approve(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_approve");
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Register);
    const Registered registered = find_migration(who, arguments.text(0));
    write_approval(who, registered);
    core::HistoryEntry entry;
    entry.migration = registered.migration;
    entry.action = "approve";
    entry.outcome = "ok";
    entry.checksum = registered.revision_digest;
    writer.append(entry);
    writer.finish();
    rows.add({registered.migration, who.run_as, registered.revision_digest});
    return Datum{0};
}

}  // namespace strata::migrate
