#include "migrate/run_calls.h"

#include "core/text.h"
#include "migrate/run_request.h"
#include "pg/guard.h"
#include "pg/lock.h"
#include "pg/rowset.h"
#include "pg/transaction.h"

namespace strata::migrate {

namespace {

Datum run(const pg::Arguments& arguments, const Actor& who, const RunRequest& request) {
    const RunResult result = perform_run(who, request);
    const char* status = result.done == 0 ? "nothing to do" : "done";
    return pg::output_row(arguments.fcinfo(), {result.run, result.done, status});
}

}  // namespace

void require_own_call(const pg::Arguments& arguments, const char* procedure, const std::string& instead) {
    if (pg::may_end_transaction(arguments.fcinfo())) return;
    pg::raise({"25001", core::concat(procedure, "() can only be called by a CALL that is a statement of its own"),
               "It ends transactions, so it cannot run in a transaction block, a function, a DO block or another "
               "procedure, nor together with other statements in one query.",
               instead});
}

Datum migrate_run(const pg::Arguments& arguments) {
    require_own_call(arguments, "migrate_run",
                     "Send CALL migrate_run() by itself. In a transaction use SELECT * FROM migrate_apply(), from "
                     "anywhere SELECT * FROM migrate_start().");
    const Actor who = actor("migrate_run", Level::Operator);
    pg::require_writable("migrate_run()");
    return run(arguments, who, apply_request(arguments));
}

Datum migrate_run_rollback(const pg::Arguments& arguments) {
    require_own_call(arguments, "migrate_run_rollback",
                     "Send CALL migrate_run_rollback() by itself. In a transaction use SELECT * FROM "
                     "migrate_rollback(), from anywhere SELECT * FROM migrate_start_rollback().");
    const Actor who = actor("migrate_run_rollback", Level::Operator);
    pg::require_writable("migrate_run_rollback()");
    return run(arguments, who, rollback_request(arguments));
}

}  // namespace strata::migrate
