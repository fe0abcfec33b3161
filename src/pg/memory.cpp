#include "pg/memory.h"

#include "pg/guard.h"

namespace strata::pg {

MemoryScope::MemoryScope(const char* name) : caller_(CurrentMemoryContext) {
    context_ = call([&] { return AllocSetContextCreateInternal(CurrentMemoryContext, name, ALLOCSET_DEFAULT_SIZES); });
    MemoryContextSwitchTo(context_);
}

MemoryScope::~MemoryScope() {
    MemoryContextSwitchTo(caller_);
    call_in_destructor("delete a memory context", [&] { MemoryContextDelete(context_); });
}

}  // namespace strata::pg
