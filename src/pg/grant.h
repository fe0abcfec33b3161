// Changing privileges.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Executes a GRANT or REVOKE given as SQL, as the current user, without firing event triggers: those are somebody
// else's code, and the current user may be one whose rights they must not have.
void execute_grant(const std::string& statement);

}  // namespace strata::pg
