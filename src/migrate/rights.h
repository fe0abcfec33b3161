// Who may use what: levels of rights, kept in the ACLs of our functions and tables.
#pragma once

#include "pg/argument.h"

namespace strata::migrate {

// SQL: migrate_grant, migrate_revoke
Datum migrate_grant(const pg::Arguments& arguments);
Datum migrate_revoke(const pg::Arguments& arguments);

}  // namespace strata::migrate
