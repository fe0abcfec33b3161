#include "guard/override.h"

#include "pg/guard.h"

namespace strata::guard {

namespace {

constinit SubTransactionId overridden_by = InvalidSubTransactionId;

void on_transaction_end(XactEvent event, void*) {
    switch (event) {
        case XACT_EVENT_COMMIT:
        case XACT_EVENT_PARALLEL_COMMIT:
        case XACT_EVENT_ABORT:
        case XACT_EVENT_PARALLEL_ABORT:
        case XACT_EVENT_PREPARE: overridden_by = InvalidSubTransactionId; break;
        default: break;
    }
}

void on_subtransaction_end(SubXactEvent event, SubTransactionId mine, SubTransactionId parent, void*) {
    if (mine != overridden_by) return;
    if (event == SUBXACT_EVENT_ABORT_SUB) overridden_by = InvalidSubTransactionId;
    if (event == SUBXACT_EVENT_COMMIT_SUB) overridden_by = parent;
}

void follow_transactions() {
    static constinit bool following = false;
    if (following) return;
    pg::call([] {
        RegisterXactCallback(on_transaction_end, nullptr);
        RegisterSubXactCallback(on_subtransaction_end, nullptr);
    });
    following = true;
}

}  // namespace

void start_override() {
    follow_transactions();
    if (!is_overridden()) overridden_by = GetCurrentSubTransactionId();
}

bool is_overridden() { return overridden_by != InvalidSubTransactionId; }

}  // namespace strata::guard
