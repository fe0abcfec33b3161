#include "core/file_header.h"

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

// Walks over the comments and the white space that `content` begins with, giving each line comment's text and line.
// Returns where they end.
template <class Visit>
std::size_t walk_leading_comments(std::string_view content, Visit visit) {
    std::size_t at = 0;
    int line = 1;
    const auto advance = [&](std::size_t length) {
        const auto passed = content.substr(at, length);
        line += static_cast<int>(std::count(passed.begin(), passed.end(), '\n'));
        at += passed.size();
    };
    while (at < content.size()) {
        const auto rest = content.substr(at);
        if (is_space(rest.front())) {
            advance(1);
        } else if (rest.starts_with("--")) {
            const auto comment = rest.substr(0, rest.find('\n'));
            visit(comment.substr(2), line);
            advance(comment.size());
        } else if (rest.starts_with("/*")) {
            advance(end_of_block_comment(rest));
        } else {
            break;
        }
    }
    return at;
}

void add_names(std::vector<HeaderName>& names, std::string_view list, int line) {
    while (!list.empty()) {
        const auto comma = std::min(list.find(','), list.size());
        if (const auto name = trim(list.substr(0, comma)); !name.empty()) names.push_back({std::string(name), line});
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
}

void add_line(std::string& description, std::string_view line) {
    if (!description.empty()) description += '\n';
    description += line;
}

void read_comment(FileHeader& header, std::string_view comment, int line) {
    const auto colon = comment.find(':');
    if (colon == std::string_view::npos) return;
    const auto key = trim(comment.substr(0, colon));
    const auto value = trim(comment.substr(colon + 1));
    if (equal_ignoring_case(key, "requires")) add_names(header.requirements, value, line);
    if (equal_ignoring_case(key, "conflicts")) add_names(header.conflicts, value, line);
    if (equal_ignoring_case(key, "description")) add_line(header.description, value);
}

}  // namespace

FileHeader read_header(std::string_view content) {
    FileHeader header;
    walk_leading_comments(content,
                          [&](std::string_view comment, int line) { read_comment(header, comment, line); });
    return header;
}

std::size_t end_of_leading_comments(std::string_view content) {
    return walk_leading_comments(content, [](std::string_view, int) {});
}

}  // namespace strata::core
