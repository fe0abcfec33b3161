// Making a C++ function of ours callable from SQL.
#pragma once

#include "pg/argument.h"
#include "pg/boundary.h"

// Defines the exported C symbol `function` with its function-info record, which calls strata::ring::function behind
// the boundary. The visibility is spelled out because PGDLLEXPORT is empty below 16 (FACTS 1).
#define STRATA_FUNCTION_OF(ring, function)                                                                  \
    extern "C" {                                                                                            \
    __attribute__((visibility("default"))) const Pg_finfo_record* pg_finfo_##function();                    \
    __attribute__((visibility("default"))) Datum function(PG_FUNCTION_ARGS);                                \
    const Pg_finfo_record* pg_finfo_##function() {                                                          \
        static constexpr Pg_finfo_record version_1 = {1};                                                   \
        return &version_1;                                                                                  \
    }                                                                                                       \
    Datum function(PG_FUNCTION_ARGS) {                                                                      \
        return strata::pg::boundary([&] { return strata::ring::function(strata::pg::Arguments(fcinfo)); }); \
    }                                                                                                       \
    }

// The same for what a background worker runs (worker.h).
#define STRATA_WORKER_OF(ring, function)                                      \
    extern "C" {                                                              \
    __attribute__((visibility("default"))) void function(Datum argument);     \
    void function(Datum argument) {                                           \
        strata::pg::boundary([&] { strata::ring::function(argument); });      \
    }                                                                         \
    }

#define STRATA_FUNCTION(function) STRATA_FUNCTION_OF(migrate, function)
