// The patterns of format().
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace strata::sqlread {

// Text as it stands, and behind it a conversion of an argument, unless the kind is 0. Arguments count from 1.
struct FormatPart {
    std::string text;
    char kind = 0;  // s, I, L
    int argument = 0;
};
std::vector<FormatPart> format_parts(std::string_view pattern);

}  // namespace strata::sqlread
