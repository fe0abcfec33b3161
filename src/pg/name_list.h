// Lists of names in one text, as search_path has them.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// "a, "B c"" as names: folded to lower case unless quoted. Nothing when the text is no such list; blank is an empty one.
std::optional<std::vector<std::string>> split_names(std::string_view text, char separator = ',');

// The schemas that a value of search_path stands for, with "$user" replaced by `user`. Empty when it cannot be read.
std::vector<std::string> schemas_of_path(std::string_view search_path, const std::string& user);

}  // namespace strata::pg
