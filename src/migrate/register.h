// Registering one migration: its scripts are parsed and judged, nothing runs.
#pragma once

#include "migrate/limits.h"
#include "migrate/migration_table.h"
#include "migrate/writer.h"
#include "pg/argument.h"

namespace strata::migrate {

// What the author gives. With `replace`, an absent script or description and an empty list keep what is registered; an
// empty string (in a list: as its only item) removes it; so it is with each of the run options.
struct Registration {
    std::string migration;
    std::optional<std::string> up;
    std::optional<std::string> down;
    std::optional<std::string> verify;
    std::vector<std::string> requirements;
    std::vector<std::string> conflicts;
    std::optional<std::string> description;
    bool replace = false;
    RunOptions run_options;
    std::optional<std::string> reason;
};

struct RegistrationResult {
    std::string action;  // registered, unchanged, replaced, amended
    Registered registered;
    std::string note;  // statements that are left out when the script runs
};

// Raises MG001, MG004, MG005, MG006 and what the parser raises.
RegistrationResult register_migration(Writer& writer, const sqlread::OwnNames& own, const Registration& given);

// SQL: migrate_register
Datum migrate_register(const pg::Arguments& arguments);

}  // namespace strata::migrate
