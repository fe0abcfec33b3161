// Finding the one migration that a caller names.
#pragma once

#include "migrate/migration_table.h"

namespace strata::migrate {

// By identifier or unambiguous version. Raises MG001, MG002 or MG003.
Registered find_migration(const Actor& actor, const std::optional<std::string>& named);

}  // namespace strata::migrate
