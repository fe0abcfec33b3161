// Table migrate.observed: the only place that knows its columns.
#pragma once

#include "migrate/bookkeeping.h"

namespace strata::migrate {

// One thing that the guard saw and let pass.
struct Observation {
    std::string_view finding;  // changed, dropped, ...: see doc/guard.md
    std::string_view mode;     // that was in force
    std::string command;       // the command tag
    std::string statement;     // what the client sent
    std::string object_kind;
    std::string object;
    std::vector<std::string> migrations;
};

void insert_observed(const Actor& who, const Observation& observation);

}  // namespace strata::migrate
