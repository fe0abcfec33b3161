#include "core/leading_comments.h"

#include <algorithm>

#include "core/text.h"

namespace strata::core {

namespace {

// The end of the block comment that `text` begins with; nested ones count, as in the server.
std::size_t end_of_block_comment(std::string_view text) noexcept {
    std::size_t depth = 0;
    std::size_t at = 0;
    while (at < text.size()) {
        const auto two = text.substr(at, 2);
        if (two == "/*") ++depth;
        if (two == "*/") --depth;
        at += two == "/*" || two == "*/" ? 2 : 1;
        if (depth == 0) return at;
    }
    return text.size();
}

}  // namespace

LeadingComments read_leading_comments(std::string_view text) {
    LeadingComments found;
    int line = 1;
    const auto advance = [&](std::size_t length) {
        const auto passed = text.substr(found.end, length);
        line += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
        found.end += passed.size();
    };
    while (found.end < text.size()) {
        const auto rest = text.substr(found.end);
        if (is_space(rest.front())) {
            advance(1);
        } else if (rest.starts_with("--")) {
            const auto comment = rest.substr(0, rest.find('\n'));
            found.lines.push_back({comment.substr(2), line});
            advance(comment.size());
        } else if (rest.starts_with("/*")) {
            advance(end_of_block_comment(rest));
        } else {
            break;
        }
    }
    return found;
}

std::optional<KeyAndValue> split_key(const LineComment& comment) {
    const auto colon = comment.text.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return KeyAndValue{trim(comment.text.substr(0, colon)), trim(comment.text.substr(colon + 1))};
}

}  // namespace strata::core
