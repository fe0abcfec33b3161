// What a search_path setting says, without asking which of its schemas exist.
#pragma once

#include <string>
#include <vector>

#include "pg/server.h"

namespace strata::pg {

// The names in a search_path as SHOW prints it, "$user" replaced by `user`. Text that is no list gives none.
std::vector<std::string> search_path_names(const std::string& setting, const std::string& user);

}  // namespace strata::pg
