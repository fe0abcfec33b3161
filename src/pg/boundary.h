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

enum class Attempt { Done, Cancelled, Failed };
// Called inside a handler: Cancelled or Failed.
Attempt outcome_of_exception() noexcept;

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

// For what must be written although an error is on its way: like cleanup(), but interrupts are served, so that a wait
// in `body` can have an end. Another cancel request is met by trying once more; a transaction that `body` leaves open
// must undo itself.
template <class Body>
void insist(const char* what, Body&& body) noexcept {
    for (int attempt = 1; attempt <= 2; ++attempt) {
        detail::Attempt outcome = detail::Attempt::Done;
        try {
            body();
        } catch (...) {
            outcome = detail::outcome_of_exception();
        }
        if (outcome == detail::Attempt::Done) return;
        if (outcome == detail::Attempt::Failed) break;
    }
    detail::warn_of_failed_cleanup(what);
}

}  // namespace strata::pg
