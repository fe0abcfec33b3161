#include "pg/transaction.h"

#include <algorithm>

#include "pg/guard.h"

extern "C" {
#include "executor/spi.h"
#include "utils/guc.h"
#include "utils/portal.h"
#include "utils/snapmgr.h"
}

namespace strata::pg {

namespace {

void begin_next(MemoryContext context) {
    StartTransactionCommand();
    MemoryContextSwitchTo(context);
}

void abort_current(MemoryContext context) {
    while (ActiveSnapshotSet()) PopActiveSnapshot();
    AbortOutOfAnyTransaction();
    begin_next(context);
}

}  // namespace

bool may_end_transaction(FunctionCallInfo fcinfo) {
    const fmNodePtr context = fcinfo->context;
    if (context == nullptr || !IsA(context, CallContext) || castNode(CallContext, context)->atomic) return false;
    return !SPI_inside_nonatomic_context() && !IsTransactionBlock() && !IsSubTransaction() &&
           (MyXactFlags & XACT_FLAGS_PIPELINING) == 0;
}

void commit_and_begin() {
    MemoryContext const context = CurrentMemoryContext;
    call([&] {
        ForgetPortalSnapshots();
        CommitTransactionCommand();
        begin_next(context);
    });
}

void abort_and_begin() {
    MemoryContext const context = CurrentMemoryContext;
    call([&] { abort_current(context); });
}

Transaction::Transaction(std::optional<int> lock_timeout_ms) {
    const std::string timeout = std::to_string(std::max(lock_timeout_ms.value_or(0), 1));
    const char* value = lock_timeout_ms ? timeout.c_str() : nullptr;
    call([&] {
        if (value != nullptr)
            (void) set_config_option("lock_timeout", value, PGC_USERSET, PGC_S_SESSION, GUC_ACTION_LOCAL, true, 0,
                                     false);
        PushActiveSnapshot(GetTransactionSnapshot());
    });
}

void Transaction::commit() {
    call([] { PopActiveSnapshot(); });
    commit_and_begin();
    open_ = false;
}

Transaction::~Transaction() {
    if (!open_) return;
    MemoryContext const context = CurrentMemoryContext;
    call_in_destructor("undo a transaction", [&] { abort_current(context); });
}

}  // namespace strata::pg
