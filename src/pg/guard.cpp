#include "pg/guard.h"

namespace strata::pg::detail {

#ifdef STRATA_WITHOUT_GUARD

// The regime tests build this once to see that they would notice a missing guard.
void guarded(void (*body)(void*), void* state) { body(state); }

#else

namespace {

// Copies the error on top of the server's error stack into `context`.
Error::Shared* copy_current_error(MemoryContext context) {
    MemoryContextSwitchTo(context);
    auto* const shared = static_cast<Error::Shared*>(palloc(sizeof(Error::Shared)));
    shared->context = context;
    shared->data = CopyErrorData();
    shared->references = 1;
    shared->place = ErrorPlace{};
    shared->statement = nullptr;
    return shared;
}

// The copy itself may run out of memory: then nothing but that fact is kept, as null.
Error::Shared* take_current_error(MemoryContext caller) {
    Error::Shared* volatile shared = nullptr;
    volatile MemoryContext context = nullptr;
    MemoryContextSwitchTo(caller);
    PG_TRY();
    {
        context = AllocSetContextCreate(TopMemoryContext, "pg_strata error", ALLOCSET_SMALL_SIZES);
        shared = copy_current_error(context);
    }
    PG_CATCH();
    {
        shared = nullptr;
    }
    PG_END_TRY();
    MemoryContextSwitchTo(caller);
    FlushErrorState();
    if (shared == nullptr && context != nullptr) MemoryContextDelete(context);
    return shared;
}

// False after a server error. It has a frame of its own: nothing with a destructor may live where the server jumps to.
[[gnu::noinline]] bool succeeds(void (*body)(void*), void* state) {
    volatile bool succeeded = false;
    PG_TRY();
    {
        body(state);
        succeeded = true;
    }
    PG_CATCH();
    {
        succeeded = false;
    }
    PG_END_TRY();
    return succeeded;
}

// An exception may cross the guard (a guarded call inside a guarded call): the server's stack of handlers must not
// keep pointing into the frame that it left.
class Crossing {
public:
    explicit Crossing(MemoryContext caller)
        : handler_(PG_exception_stack), callbacks_(error_context_stack), caller_(caller) {}
    Crossing(const Crossing&) = delete;
    Crossing& operator=(const Crossing&) = delete;
    ~Crossing() {
        if (returned_) return;
        PG_exception_stack = handler_;
        error_context_stack = callbacks_;
        MemoryContextSwitchTo(caller_);
    }

    void returned() { returned_ = true; }

private:
    sigjmp_buf* handler_;
    ErrorContextCallback* callbacks_;
    MemoryContext caller_;
    bool returned_ = false;
};

}  // namespace

void guarded(void (*body)(void*), void* state) {
    MemoryContext const caller = CurrentMemoryContext;
    Crossing crossing(caller);
    const bool succeeded = succeeds(body, state);
    crossing.returned();
    if (!succeeded) throw Error(take_current_error(caller));
}

#endif

void warn_of_failed_cleanup(const char* what) noexcept {
    const InterruptsHeld held;
    try {
        call([&] { ereport(WARNING, (errmsg_internal("pg_strata: could not %s", what))); });
    } catch (const Error&) {
        // Memory is short: the error already in flight says more.
        return;
    }
}

}  // namespace strata::pg::detail
