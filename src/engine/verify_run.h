// Running a verify script: a row per statement, and nothing of it stays.
#pragma once

#include "engine/migration_run.h"

namespace strata::engine {

// Texts as migrate_verify() shows them. `ok` is absent when there was nothing to judge.
struct Check {
    std::string check_name;
    std::string subject;
    std::optional<std::string> expected;
    std::optional<std::string> actual;
    std::optional<bool> ok;
    std::optional<std::string> detail;
};

// Runs every statement in a subtransaction of its own, so that one failure does not hide the next, all within one that
// is rolled back. Errors of the script become rows; cancel, termination and exhaustion of resources are raised,
// and under limits, which must be in force already, what other sessions' locks cause.
std::vector<Check> run_verify(CallScope& call, const Script& script, const Surroundings& surroundings);

}  // namespace strata::engine
