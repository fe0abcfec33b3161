// The header of a migration file: -- requires:, -- conflicts:, -- description: in the comments that it begins with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace strata::core {

struct HeaderName {
    std::string name;  // as written
    int line = 0;
};

struct FileHeader {
    std::vector<HeaderName> requirements;  // comma separated, several lines add up
    std::vector<HeaderName> conflicts;
    std::string description;               // several lines are joined by a newline
};

// Reads up to the first thing that is neither white space nor a comment. Keys in any case. Block comments are skipped.
FileHeader read_header(std::string_view content);

}  // namespace strata::core
