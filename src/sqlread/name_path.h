// Names kept in strings, as 'app."Order"'::regclass and the search_path have them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace strata::sqlread {

// The parts of `text` between separators: folded to lower case, or as they stand when quoted. Nothing when the text is
// no such list. An empty text has no parts.
std::optional<std::vector<std::string>> split_names(std::string_view text, char separator);

}  // namespace strata::sqlread
