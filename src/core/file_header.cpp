#include "core/file_header.h"

#include <algorithm>

#include "core/leading_comments.h"
#include "core/text.h"

namespace strata::core {

namespace {

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

}  // namespace

FileHeader read_header(std::string_view content) {
    FileHeader header;
    for (const LineComment& comment : read_leading_comments(content).lines) {
        const auto pair = split_key(comment);
        if (!pair) continue;
        if (equal_ignoring_case(pair->key, "requires")) add_names(header.requirements, pair->value, comment.line);
        if (equal_ignoring_case(pair->key, "conflicts")) add_names(header.conflicts, pair->value, comment.line);
        if (equal_ignoring_case(pair->key, "description")) add_line(header.description, pair->value);
    }
    return header;
}

}  // namespace strata::core
