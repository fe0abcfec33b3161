// Who is calling, and from where: read once per call, before any change of role.
#pragma once

#include "migrate/home.h"
#include "migrate/level.h"
#include "pg/privilege.h"

namespace strata::migrate {

struct Actor {
    const char* function;      // that was called, as messages name it
    pg::Identity identity;
    std::string run_as;        // current_user
    std::string logged_in_as;  // session_user
    std::optional<std::string> application_name;
    std::optional<std::string> client_addr;  // absent for a unix socket
    std::string search_path;
    Home home;
};

bool has_level(const Actor& actor, Level level);

// For event triggers: whoever it is whose statement fired them.
Actor anybody(const char* function);

// For functions that look. Beside EXECUTE on the function, which the server checks, the caller must have the level's
// other rights (level.h): a blanket GRANT on all functions of a schema opens nothing.
Actor looker(const char* function);

// For functions that change something: also refuses inside SECURITY DEFINER functions, security-restricted operations,
// and scripts that the engine is running.
Actor actor(const char* function, Level level);

}  // namespace strata::migrate
