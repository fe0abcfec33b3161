// What the tests look at afterwards, and the module's start.
#include "regime.h"

#include <chrono>
#include <csignal>
#include <sys/resource.h>
#include <unistd.h>

#include "pg/argument.h"

extern "C" {
#include "utils/guc.h"
}

using namespace strata::pg;
using namespace strata::regime;

#pragma GCC visibility push(default)
extern "C" {
PG_MODULE_MAGIC;
PG_FUNCTION_INFO_V1(regime_arm);
PG_FUNCTION_INFO_V1(regime_probe);
PG_FUNCTION_INFO_V1(regime_reset);
PG_FUNCTION_INFO_V1(regime_copy_without_memory);
PG_FUNCTION_INFO_V1(regime_terminate);
PG_FUNCTION_INFO_V1(regime_call_cost);
}
#pragma GCC visibility pop

namespace {

int settings_level() {
    const int level = NewGUCNestLevel();
    AtEOXact_GUC(true, level);
    return level;
}

int probe(const std::string& what) {
    if (what == "alive") return Counted::alive;
    if (what == "built") return Counted::built;
    if (what == "exceptions") return std::uncaught_exceptions() + (std::current_exception() != nullptr ? 1 : 0);
    if (what == "transaction_level") return GetCurrentTransactionNestLevel();
    if (what == "settings_level") return call([] { return settings_level(); });
    if (what == "holdoff") return static_cast<int>(InterruptHoldoffCount + QueryCancelHoldoffCount + CritSectionCount);
    raise({"MG999", "no such probe", "", ""});
}

// As long as it lives the process can have no more address space than now.
class MemoryLimit {
public:
    MemoryLimit() { (void) getrlimit(RLIMIT_AS, &before_); }
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;
    ~MemoryLimit() { (void) setrlimit(RLIMIT_AS, &before_); }

    // A context callback: it comes when the message stands, before the error is copied.
    static void take_effect(void*) {
        struct rlimit low;
        (void) getrlimit(RLIMIT_AS, &low);
        low.rlim_cur = 0;
        (void) setrlimit(RLIMIT_AS, &low);
    }

private:
    struct rlimit before_;
};

void copy_without_memory() {
    const MemoryLimit limit;
    const std::vector<Counted> here(5);
    const std::string message(static_cast<std::size_t>(64) << 20, 'x');
    const char* text = message.c_str();
    call([&] {
        ErrorContextCallback callback{error_context_stack, MemoryLimit::take_effect, nullptr};
        error_context_stack = &callback;
        ereport(ERROR, (errcode(ERRCODE_RAISE_EXCEPTION), errmsg_internal("%s", text)));
    });
}

template <class Step>
double nanoseconds_each(std::int64_t times, Step step) {
    const auto start = std::chrono::steady_clock::now();
    for (std::int64_t i = 0; i < times; ++i) step(i);
    const std::chrono::duration<double, std::nano> spent = std::chrono::steady_clock::now() - start;
    return spent.count() / static_cast<double>(times);
}

[[gnu::noinline]] std::int64_t opaque(std::int64_t value) {
    asm volatile("" : "+r"(value));
    return value;
}

double call_cost(std::int64_t times) {
    volatile std::int64_t sum = 0;
    const double bare = nanoseconds_each(times, [&](std::int64_t i) { sum = sum + opaque(i); });
    const double guarded = nanoseconds_each(times, [&](std::int64_t i) {
        sum = sum + call([i] { return opaque(i); });
    });
    return guarded - bare;
}

}  // namespace

REGIME_EXPORT void _PG_init() {
    boundary([] { call([] { install_hooks(); }); });
}

REGIME_EXPORT Datum regime_arm(PG_FUNCTION_ARGS) {
    boundary([&] {
        const Arguments arguments(fcinfo);
        arm(arguments.text(0).value(), arguments.text(1).value());
    });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_probe(PG_FUNCTION_ARGS) {
    return boundary([&] { return Int32GetDatum(probe(Arguments(fcinfo).text(0).value())); });
}

REGIME_EXPORT Datum regime_reset(PG_FUNCTION_ARGS) {
    (void) fcinfo;
    Counted::alive = 0;
    Counted::built = 0;
    boundary([] { arm("", ""); });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_copy_without_memory(PG_FUNCTION_ARGS) {
    (void) fcinfo;
    boundary([] { copy_without_memory(); });
    PG_RETURN_VOID();
}

// FATAL: the process ends without unwinding.
REGIME_EXPORT Datum regime_terminate(PG_FUNCTION_ARGS) {
    (void) fcinfo;
    boundary([] {
        const Counted here;
        call([] {
            (void) kill(getpid(), SIGTERM);
            CHECK_FOR_INTERRUPTS();
        });
    });
    PG_RETURN_VOID();
}

REGIME_EXPORT Datum regime_call_cost(PG_FUNCTION_ARGS) {
    const double cost = boundary([&] { return call_cost(DatumGetInt64(fcinfo->args[0].value)); });
    return Float8GetDatum(cost);
}
