#include "sqlread/format_text.h"

#include <algorithm>
#include <utility>

namespace strata::sqlread {

namespace {

// %[position$][-][width]kind
struct Conversion {
    std::size_t size = 0;
    int position = 0;  // from 1; 0 for the next argument
    char kind = 0;
};

Conversion conversion_at(std::string_view text) {
    Conversion conversion;
    std::size_t at = 1;
    int number = 0;
    while (at < text.size() && std::string_view("0123456789$-*").find(text[at]) != std::string_view::npos) {
        if (text[at] == '$') {
            conversion.position = number;
            number = 0;
        } else if (text[at] >= '0' && text[at] <= '9') {
            number = (number * 10 + (text[at] - '0')) % 10000;
        }
        ++at;
    }
    if (at < text.size()) conversion.kind = text[at++];
    conversion.size = at;
    return conversion;
}

}  // namespace

std::vector<FormatPart> format_parts(std::string_view pattern) {
    std::vector<FormatPart> parts;
    std::string text;
    int next = 1;
    while (!pattern.empty()) {
        const std::size_t plain = std::min(pattern.find('%'), pattern.size());
        text += pattern.substr(0, plain);
        pattern.remove_prefix(plain);
        if (pattern.empty()) break;
        const Conversion conversion = conversion_at(pattern);
        pattern.remove_prefix(conversion.size);
        if (conversion.kind == '%') {
            text += '%';
            continue;
        }
        if (conversion.position > 0) next = conversion.position;
        parts.push_back({std::exchange(text, {}), conversion.kind, next++});
    }
    parts.push_back({std::move(text), 0, 0});
    return parts;
}

}  // namespace strata::sqlread
