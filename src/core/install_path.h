// Which scripts CREATE EXTENSION runs.
#pragma once

#include <string>
#include <vector>

namespace strata::core {

// `files` of the extension: NAME--VERSION.sql makes a version, NAME--OLD--NEW.sql leads from one to the next. The
// script of that version when there is one, else the shortest way there; empty when none leads there.
std::vector<std::string> install_path(const std::string& extension, const std::string& version,
                                      const std::vector<std::string>& files);

}  // namespace strata::core
