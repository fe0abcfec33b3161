// Readings as text: the form in which they are stored beside their scripts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/mention.h"

namespace strata::core {

// One line per mention after a line with reading_version. Control characters in names are escaped, so the text is legal
// in every column and encoding that the names are legal in.
std::string pack(const Reading& reading);

// Nothing when the text was made by another reading_version, or is no reading at all: read the script anew then.
std::optional<Reading> unpack(std::string_view text);

}  // namespace strata::core
