// The one boundary: every function that the server calls (SQL function, hook, callback) runs its C++ inside
// boundary(), which lets no exception out. What was thrown is reported as a server error after the handler is left
// (FACTS 12: ereport inside a handler leaks the exception).
#pragma once

#include "pg/error.h"
#include "pg/guard.h"
#include "pg/server.h"

namespace strata::pg {

namespace detail {

// What was caught, in plain data: no destructor is pending when it is reported.
struct Caught {
    ErrorData* data;
    char text[256];
};

// Called inside a handler: classifies the exception in flight.
void remember(Caught& caught) noexcept;
[[noreturn]] void rethrow_to_server(const Caught& caught);

}  // namespace detail

// Runs `body` and returns its result. The caller's frame may hold nothing that needs a destructor.
template <class Body>
auto boundary(Body&& body) -> decltype(body()) {
    detail::Caught caught;
    try {
        return body();
    } catch (...) {
        detail::remember(caught);
    }
    detail::rethrow_to_server(caught);
}

// For destructors with C++ of their own to run (call_in_destructor in guard.h is for a single server call): degrades
// whatever is thrown to a WARNING that names `what`. A cancel request waits meanwhile.
template <class Body>
void cleanup(const char* what, Body&& body) noexcept {
    const detail::InterruptsHeld held;
    bool failed = false;
    try {
        body();
    } catch (...) {
        failed = true;
    }
    if (failed) detail::warn_of_failed_cleanup(what);
}

}  // namespace strata::pg
