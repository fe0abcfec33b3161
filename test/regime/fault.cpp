// Every kind of error, by name. What each must look like at the client is in setup.sql.
#include "fault.h"

#include <csignal>
#include <stdexcept>
#include <unistd.h>

#include "pg/spi.h"

extern "C" {
#include "utils/timeout.h"
}

namespace strata::regime {

using namespace strata::pg;

void unexpected(const char* what) { raise({"MG999", what, "", ""}); }

void require(bool condition, const char* what) {
    if (!condition) unexpected(what);
}

void own_error() { raise({"MG001", "regime error", "Regime detail.", "Regime hint."}); }

namespace {

void add_regime_context(void*) { errcontext("regime context"); }

}  // namespace

// Every field that a server error can have.
void server_error() {
    call([] {
        ErrorContextCallback callback{error_context_stack, add_regime_context, nullptr};
        error_context_stack = &callback;
        ereport(ERROR, (errcode(ERRCODE_EXCLUSION_VIOLATION), errmsg("regime server error"),
                        errdetail("Regime detail."), errhint("Regime hint."),
                        err_generic_string(PG_DIAG_SCHEMA_NAME, "a schema"),
                        err_generic_string(PG_DIAG_TABLE_NAME, "a table"),
                        err_generic_string(PG_DIAG_COLUMN_NAME, "a column"),
                        err_generic_string(PG_DIAG_DATATYPE_NAME, "a type"),
                        err_generic_string(PG_DIAG_CONSTRAINT_NAME, "a constraint")));
    });
}

void std_exception() { throw std::runtime_error("regime exception"); }

namespace {

void spi_error() {
    Session session;
    const Counted between;
    session.query_text("SELECT 1/0");
}

void constraint() {
    constinit static Query insert{"INSERT INTO public.regime_unique SELECT 1 FROM generate_series(1, 2)"};
    Session session;
    const Counted between;
    session.execute(insert);
}

void say_notice() {
    call([] { ereport(NOTICE, (errmsg_internal("regime notice"))); });
}

void notice_timeout() {
    call([] {
        enable_timeout_after(STATEMENT_TIMEOUT, 1);
        while (!InterruptPending) pg_usleep(100);
    });
    say_notice();
    unexpected("a notice did not jump");
}

// The session's own statement_timeout decides when.
void notice_flood() {
    for (int i = 0; i < 1000; ++i) {
        say_notice();
        call([] { pg_usleep(1000); });
    }
    unexpected("no notice jumped");
}

void request_cancel() { (void) kill(getpid(), SIGINT); }

void cancel() {
    call([] {
        request_cancel();
        CHECK_FOR_INTERRUPTS();
    });
}

void bad_request() {
    const volatile Size size = MaxAllocSize + 1;
    call([&] { (void) palloc(size); });
}

void out_of_memory() {
    const volatile Size size = MaxAllocHugeSize - 1024;
    call([&] { (void) MemoryContextAllocHuge(CurrentMemoryContext, size); });
}

void bad_alloc() {
    const volatile std::size_t size = PTRDIFF_MAX / 2;
    ::operator delete(::operator new(size));
}

struct Foreign {
    Counted counted;
};

void foreign_number() { throw 42; }
void foreign_object() { throw Foreign{}; }

// Its destructor calls something that fails, with or without a cancel request waiting.
class FailingCleanup {
public:
    explicit FailingCleanup(bool with_cancel = false) : with_cancel_(with_cancel) {}
    FailingCleanup(const FailingCleanup&) = delete;
    FailingCleanup& operator=(const FailingCleanup&) = delete;
    ~FailingCleanup() {
        call_in_destructor("clean up", [this] {
            if (with_cancel_) request_cancel();
            ereport(ERROR, (errmsg("regime cleanup error")));
        });
    }

private:
    bool with_cancel_;
    Counted counted_;
};

void destructor_unwinding() {
    const FailingCleanup cleanup;
    own_error();
}

void destructor_normal() {
    { const FailingCleanup cleanup; }
    own_error();
}

// The cancel request must not get lost in the destructor.
void destructor_cancel() {
    { const FailingCleanup cleanup(true); }
    call([] { CHECK_FOR_INTERRUPTS(); });
    unexpected("a cancel request got lost in a destructor");
}

// A guarded call inside a guarded call: an exception crosses the outer guard.
void guard_in_guard() {
    call([] {
        const auto nothing_to_destroy = [] { own_error(); };
        nothing_to_destroy();
    });
}

void exception_in_guard() {
    call([] { std_exception(); });
}

void amended() {
    try {
        server_error();
    } catch (Error& error) {
        const Counted in_handler;
        error.set_hint("Amended hint.");
        throw;
    }
}

void translated() {
    try {
        server_error();
    } catch (const Error& error) {
        const Counted in_handler;
        raise({"MG003", std::string("translated: ") + error.message(), "", ""});
    }
}

// A copy outlives its handler and is thrown after another error came and went.
void kept_copy() {
    std::optional<Error> kept;
    try {
        server_error();
    } catch (const Error& error) {
        kept.emplace(error);
    }
    try {
        own_error();
    } catch (const Error&) {
        throw *kept;
    }
}

struct Kind {
    const char* name;
    void (*raise)();
};

constexpr Kind kinds[] = {
    {"error", own_error},
    {"server_error", server_error},
    {"spi_error", spi_error},
    {"constraint", constraint},
    {"notice_timeout", notice_timeout},
    {"notice_flood", notice_flood},
    {"cancel", cancel},
    {"bad_request", bad_request},
    {"out_of_memory", out_of_memory},
    {"bad_alloc", bad_alloc},
    {"std_exception", std_exception},
    {"foreign_number", foreign_number},
    {"foreign_object", foreign_object},
    {"destructor_unwinding", destructor_unwinding},
    {"destructor_normal", destructor_normal},
    {"destructor_cancel", destructor_cancel},
    {"subtransaction_caught", subtransaction_caught},
    {"subtransaction_rethrown", subtransaction_rethrown},
    {"subtransaction_exception", subtransaction_exception},
    {"subtransaction_levels", subtransaction_levels},
    {"subtransaction_work", subtransaction_work},
    {"scopes", scopes},
    {"guard_in_guard", guard_in_guard},
    {"exception_in_guard", exception_in_guard},
    {"amended", amended},
    {"translated", translated},
    {"kept_copy", kept_copy},
};

void fault(std::string_view name) {
    const Counted here;
    for (const Kind& kind : kinds)
        if (name == kind.name) return kind.raise();
    unexpected("no such kind of error");
}

}  // namespace

[[gnu::noinline]] void descend(std::string_view kind, int frames) {
    const Counted here;
    const std::vector<Counted> on_heap(2);
    if (frames > 1)
        descend(kind, frames - 1);
    else
        fault(kind);
}

}  // namespace strata::regime
