// What the guard finds, and what it does about it.
#pragma once

#include "core/condition.h"
#include "guard/target.h"
#include "guard/watch.h"

namespace strata::guard {

struct Finding {
    core::Condition condition = core::Condition::MigrationsRelyOnIt;
    bool only_warns = false;  // in every mode
    std::string message = {};    // of the refusal
    std::string passing = {};    // what to say if it passes; empty: the same
    std::string detail = {};
    std::string hint = {};       // what to do about a refusal

    // How it stands in migrate.observed if it passes; an empty word: it does not.
    std::string_view word = {};
    Target target = {};
    std::vector<std::string> migrations = {};
};

// In mode enforce raises what refuses (the first, with the details of all that have its condition) after it has warned
// of what only warns; in other modes says and records. An override records only.
void act_on(const Watch& watch, const char* command, const std::vector<Finding>& findings);

// Writes to migrate.observed what passes by its nature.
void record(const Watch& watch, const char* command, const std::vector<Finding>& findings);

}  // namespace strata::guard
