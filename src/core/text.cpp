#include "core/text.h"

#include <algorithm>
#include <vector>

namespace strata::core {

namespace {

bool needs_escape(char c) noexcept { return c == '\\' || static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

void append_hex(std::string& text, char c) {
    constexpr char digits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
}

void append_escaped(std::string& text, char c) {
    switch (c) {
        case '\\': text += "\\\\"; break;
        case '\n': text += "\\n"; break;
        case '\r': text += "\\r"; break;
        case '\t': text += "\\t"; break;
        default: append_hex(text, c);
    }
}

std::vector<std::string> each_quoted(std::span<const std::string> names) {
    std::vector<std::string> result;
    result.reserve(names.size());
    for (const auto& name : names) result.push_back(quoted(name));
    return result;
}

}  // namespace

std::string quoted(std::string_view name) { return concat('"', name, '"'); }

std::string quote_literal(std::string_view text) {
    std::string literal = std::any_of(text.begin(), text.end(), needs_escape) ? "E'" : "'";
    for (char c : text) {
        if (c == '\'') {
            literal += "''";
        } else if (needs_escape(c)) {
            append_escaped(literal, c);
        } else {
            literal += c;
        }
    }
    return literal += '\'';
}

std::string quote_identifier(std::string_view name) {
    std::string identifier = "\"";
    for (char c : name) {
        if (c == '"') identifier += '"';
        identifier += c;
    }
    return identifier += '"';
}

std::string quote_array(std::span<const std::string> items) {
    if (items.empty()) return "'{}'";
    std::vector<std::string> literals;
    literals.reserve(items.size());
    for (const auto& item : items) literals.push_back(quote_literal(item));
    return concat("ARRAY[", join(literals, ", "), "]");
}

std::string select_call(std::string_view function, std::initializer_list<std::string_view> arguments) {
    const std::vector<std::string> list(arguments.begin(), arguments.end());
    return concat("SELECT * FROM ", function, '(', join(list, ", "), ')');
}

std::string call_statement(std::string_view procedure, std::span<const std::string> arguments) {
    return concat("CALL ", procedure, '(', join(arguments, ", "), ')');
}

std::string join(std::span<const std::string> items, std::string_view separator) {
    std::string text;
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (i > 0) text += separator;
        text += items[i];
    }
    return text;
}

std::string human_list(std::span<const std::string> items, std::string_view conjunction, std::size_t limit) {
    if (items.size() > limit) {
        return concat(join(items.first(limit), ", "), " and ", items.size() - limit, " more");
    }
    if (items.size() < 2) return join(items, "");
    return concat(join(items.first(items.size() - 1), ", "), ' ', conjunction, ' ', items.back());
}

std::string quoted_list(std::span<const std::string> names, std::string_view conjunction, std::size_t limit) {
    // Only what will be shown needs quoting; the rest is counted.
    if (names.size() <= limit) return human_list(each_quoted(names), conjunction, limit);
    return concat(join(each_quoted(names.first(limit)), ", "), " and ", names.size() - limit, " more");
}

std::string counted(std::size_t count, std::string_view singular, std::string_view plural) {
    return concat(count, ' ', count == 1 ? singular : plural);
}

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }

char to_lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trim(std::string_view text) noexcept {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_blank(std::string_view text) noexcept { return trim(text).empty(); }

bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return to_lower(x) == to_lower(y); });
}

}  // namespace strata::core
