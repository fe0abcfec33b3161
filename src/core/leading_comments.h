// The comments that a text begins with, up to the first thing that is neither white space nor a comment.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace strata::core {

// One line comment, without its dashes. Points into the text.
struct LineComment {
    std::string_view text;
    int line = 0;
};

struct LeadingComments {
    std::vector<LineComment> lines;  // block comments are passed over
    std::size_t end = 0;             // where that first thing stands; the text's size when there is none
};

LeadingComments read_leading_comments(std::string_view text);

// "key: value", both trimmed.
struct KeyAndValue {
    std::string_view key;
    std::string_view value;
};

// Nothing for a comment without a colon.
std::optional<KeyAndValue> split_key(const LineComment& comment);

}  // namespace strata::core
