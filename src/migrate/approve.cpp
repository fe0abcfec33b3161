#include "migrate/approve.h"

#include "core/text.h"
#include "migrate/approval_table.h"
#include "migrate/one_migration.h"
#include "migrate/raise.h"
#include "migrate/writer.h"
#include "pg/rowset.h"

namespace strata::migrate {

namespace {

// Whoever read one revision must not approve another that took its place meanwhile.
void require_digest(const Registered& registered, const std::optional<std::string>& digest) {
    if (!digest || *digest == registered.revision_digest) return;
    raise({core::Condition::RegistrationDiffers,
           core::concat("migration ", core::quoted(registered.migration), " has another digest than the one given"),
           core::concat("Its current revision is ", registered.revision_digest, "."),
           "Read its scripts again before you approve it."});
}

}  // namespace

Datum migrate_approve(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_approve", Level::Operator);
    pg::RowSet rows(arguments.fcinfo());
    Writer writer(who, Work::Register);
    const Registered registered = find_migration(who, arguments.text(0));
    require_digest(registered, arguments.text(1));
    write_approval(who, registered);
    core::HistoryEntry entry;
    entry.migration = registered.migration;
    entry.action = "approve";
    entry.outcome = "ok";
    entry.detail = core::concat("revision ", registered.revision_digest);
    entry.checksum = registered.text_checksum;
    writer.append(entry);
    writer.finish();
    rows.add({registered.migration, who.run_as, registered.revision_digest});
    return Datum{0};
}

}  // namespace strata::migrate
