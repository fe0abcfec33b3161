#include "pg/subtransaction.h"

#include "pg/guard.h"

namespace strata::pg {

namespace {

// Inner levels left behind by whoever failed go first.
void abort_down_to(int level) {
    while (GetCurrentTransactionNestLevel() >= level) RollbackAndReleaseCurrentSubTransaction();
}

}  // namespace

Subtransaction::Subtransaction() : context_(CurrentMemoryContext), owner_(CurrentResourceOwner) {
    call([] { BeginInternalSubTransaction(nullptr); });
    level_ = GetCurrentTransactionNestLevel();
    open_ = true;
    MemoryContextSwitchTo(context_);
}

void Subtransaction::restore() {
    open_ = false;
    MemoryContextSwitchTo(context_);
    CurrentResourceOwner = owner_;
}

void Subtransaction::commit() {
    call([] { ReleaseCurrentSubTransaction(); });
    restore();
}

void Subtransaction::rollback() {
    call([&] { abort_down_to(level_); });
    restore();
}

Subtransaction::~Subtransaction() {
    if (!open_) return;
    call_in_destructor("roll back a subtransaction", [&] { abort_down_to(level_); });
    restore();
}

}  // namespace strata::pg
