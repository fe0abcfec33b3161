#include "pg/transaction.h"

#include "pg/guard.h"

extern "C" {
#include "executor/spi.h"
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

Transaction::Transaction() {
    call([] { PushActiveSnapshot(GetTransactionSnapshot()); });
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
