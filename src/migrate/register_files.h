// Registering a whole set of files: all or nothing, every fault a row.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_register_directory reads the files on the server, migrate_register_files is given them.
Datum migrate_register_directory(const pg::Arguments& arguments);
Datum migrate_register_files(const pg::Arguments& arguments);

}  // namespace strata::migrate
