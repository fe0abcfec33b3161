#include "migrate/cancel.h"

#include "migrate/run_table.h"
#include "migrate/unknown_run.h"
#include "pg/activity.h"
#include "pg/rowset.h"

namespace strata::migrate {

Datum migrate_cancel(const pg::Arguments& arguments) {
    const Actor who = actor("migrate_cancel", Level::Operator);
    const std::optional<std::int64_t> run = arguments.bigint(0);
    if (!run) pg::raise({"22004", "migrate_cancel() needs the number of a run", "", ""});
    pg::RowSet rows(arguments.fcinfo());
    if (pg::is_standby())
        pg::raise({"25006", "cannot execute migrate_cancel() during recovery",
                   "The run's process is one of another server.", "Call it there."});
    std::optional<RunRow> row = find_run(who, *run);
    if (!row) raise_unknown_run(*run);
    const bool cancelled = is_alive(*row) && pg::cancel_query(row->process);
    rows.add({*run, name(as_of_now(who, std::move(*row)).status), cancelled ? "cancel request sent" : "it is not under way"});
    return Datum{0};
}

}  // namespace strata::migrate
