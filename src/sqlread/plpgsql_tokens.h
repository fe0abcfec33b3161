// PL/pgSQL as tokens, from the server's own scanner.
#pragma once

#include <span>

#include "pg/server.h"

namespace strata::sqlread {

struct PlpgsqlToken {
    enum class Kind : std::uint8_t { Word, QuotedWord, String, Number, Parameter, Symbol, End };
    Kind kind;
    int start;              // byte offset
    std::string_view text;  // words folded to lower case, strings without quotes, symbols as they stand

    bool is_name() const { return kind == Kind::Word || kind == Kind::QuotedWord; }
    // A keyword or a symbol.
    bool is(std::string_view wanted) const { return (kind == Kind::Word || kind == Kind::Symbol) && text == wanted; }
};

// All tokens of `body`, the last of which is End. They live in the memory context current here; symbols belong to
// `body`. Raises what the scanner raises.
std::span<const PlpgsqlToken> scan_plpgsql(const std::string& body);

}  // namespace strata::sqlread
