#include "pg/boundary.h"

#include <cstring>

namespace strata::pg::detail {

namespace {

constexpr char memory_exhausted[] = "out of memory";

void keep(Caught& caught, const char* text) noexcept {
    std::strncpy(caught.text, text, sizeof(caught.text) - 1);
    caught.text[sizeof(caught.text) - 1] = '\0';
}

}  // namespace

void remember(Caught& caught) noexcept {
    caught.data = nullptr;
    try {
        throw;
    } catch (Error& error) {
        keep(caught, memory_exhausted);
        caught.data = error.release();
    } catch (const std::bad_alloc&) {
        keep(caught, memory_exhausted);
    } catch (const std::exception& error) {
        keep(caught, error.what());
    } catch (...) {
        keep(caught, "unrecognized C++ exception");
    }
}

Attempt outcome_of_exception() noexcept {
    try {
        throw;
    } catch (const Error& error) {
        return error.sqlstate() == ERRCODE_QUERY_CANCELED ? Attempt::Cancelled : Attempt::Failed;
    } catch (...) {
        return Attempt::Failed;
    }
}

void rethrow_to_server(const Caught& caught) {
    if (caught.data != nullptr) ReThrowError(caught.data);
    if (strcmp(caught.text, memory_exhausted) == 0)
        ereport(ERROR, (errcode(ERRCODE_OUT_OF_MEMORY), errmsg_internal("out of memory")));
    ereport(ERROR, (errcode(ERRCODE_INTERNAL_ERROR), errmsg_internal("pg_strata: %s", caught.text)));
}

}  // namespace strata::pg::detail
