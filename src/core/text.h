// Small helpers for building messages and the SQL calls that mend things.
#pragma once

#include <concepts>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace strata::core {

namespace detail {
inline void append(std::string& text, std::string_view piece) { text.append(piece); }
inline void append(std::string& text, char piece) { text.push_back(piece); }
inline void append(std::string& text, std::integral auto piece) { text.append(std::to_string(piece)); }
}  // namespace detail

// The pieces (texts, characters, integers) one after the other.
template <class... Piece>
std::string concat(const Piece&... pieces) {
    std::string text;
    (detail::append(text, pieces), ...);
    return text;
}

// A name as messages show it: within double quotes, otherwise unchanged.
std::string quoted(std::string_view name);

// A string literal, on one line and independent of standard_conforming_strings: 'it''s', E'two\nlines'.
std::string quote_literal(std::string_view text);

// An identifier that SQL reads back exactly, keyword or not: always within double quotes.
std::string quote_identifier(std::string_view name);

// ARRAY['a', 'b'], or '{}' for none.
std::string quote_array(std::span<const std::string> items);

// "SELECT * FROM function(argument, ...)"; the arguments are SQL already.
std::string select_call(std::string_view function, std::initializer_list<std::string_view> arguments);
// "CALL procedure(arguments)"
std::string call_statement(std::string_view procedure, std::span<const std::string> arguments);

std::string join(std::span<const std::string> items, std::string_view separator);

// "a, b and c". More than `limit` items end in "and N more".
std::string human_list(std::span<const std::string> items, std::string_view conjunction = "and",
                       std::size_t limit = 10);

// human_list of the quoted names.
std::string quoted_list(std::span<const std::string> names, std::string_view conjunction = "and",
                        std::size_t limit = 10);

// "1 step", "2 steps".
std::string counted(std::size_t count, std::string_view singular, std::string_view plural);

// ASCII only, whatever the locale.
bool is_digit(char c) noexcept;
bool is_space(char c) noexcept;
char to_lower(char c) noexcept;
std::string_view trim(std::string_view text) noexcept;
bool is_blank(std::string_view text) noexcept;
bool equal_ignoring_case(std::string_view a, std::string_view b) noexcept;

}  // namespace strata::core
