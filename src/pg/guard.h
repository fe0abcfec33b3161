// The one guard: C++ calls the server through call(), which turns the server's longjmp into a C++ exception.
//
// Rule (FACTS 12): the callable holds only trivially destructible locals, because an error inside jumps over its
// frame. It may capture C++ objects by reference. An Error that leaves call() must reach a boundary (boundary.h) or
// be swallowed by a Subtransaction (subtransaction.h); nothing else may swallow it. Code that the server calls while
// it reports a message (emit_log_hook, error context callbacks) may not even do that: the guard empties the server's
// stack of messages under construction.
#pragma once

#include <type_traits>

#include "pg/error.h"
#include "pg/server.h"

namespace strata::pg {

namespace detail {
// Runs body(state) under a private error stack entry. Throws Error for whatever the server raised.
void guarded(void (*body)(void*), void* state);
}  // namespace detail

// Calls `body` and gives back what it returns. Throws Error. The result must be trivially copyable: it crosses the
// guarded frame by plain assignment.
template <class Body>
auto call(Body&& body) -> std::invoke_result_t<Body&> {
    using Value = std::invoke_result_t<Body&>;
    if constexpr (std::is_void_v<Value>) {
        detail::guarded([](void* state) { (*static_cast<std::remove_reference_t<Body>*>(state))(); },
                        const_cast<void*>(static_cast<const void*>(&body)));
    } else {
        static_assert(std::is_trivially_copyable_v<Value>);
        struct Slot {
            std::remove_reference_t<Body>* body;
            Value value;
        } slot{&body, Value{}};
        detail::guarded(
            [](void* state) {
                auto* slot = static_cast<Slot*>(state);
                slot->value = (*slot->body)();
            },
            &slot);
        return slot.value;
    }
}

namespace detail {
void warn_of_failed_cleanup(const char* what) noexcept;

// A cancel request waits until the end of the scope. The count is put back, not decremented: an error resets it to 0.
class InterruptsHeld {
public:
    InterruptsHeld() : before_(InterruptHoldoffCount) { InterruptHoldoffCount = before_ + 1; }
    InterruptsHeld(const InterruptsHeld&) = delete;
    InterruptsHeld& operator=(const InterruptsHeld&) = delete;
    ~InterruptsHeld() { InterruptHoldoffCount = before_; }

private:
    uint32 before_;
};
}  // namespace detail

// For destructors: runs `body` and degrades a failure to a WARNING that names `what`. Never throws. A cancel request
// is not served meanwhile, since it would be swallowed with the failure.
template <class Body>
void call_in_destructor(const char* what, Body&& body) noexcept {
    const detail::InterruptsHeld held;
    bool failed = false;
    try {
        call(body);
    } catch (const Error&) {
        failed = true;
    }
    if (failed) detail::warn_of_failed_cleanup(what);
}

}  // namespace strata::pg
