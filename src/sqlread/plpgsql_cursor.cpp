// Where in the tokens of a PL/pgSQL body the reader stands.
#include <algorithm>

#include "pg/error.h"
#include "sqlread/plpgsql_reader.h"

namespace strata::sqlread {

using Kind = PlpgsqlToken::Kind;

bool PlpgsqlReader::take(std::string_view wanted) {
    if (!token().is(wanted)) return false;
    ++at_;
    return true;
}

void PlpgsqlReader::expect(std::string_view wanted) {
    if (!take(wanted)) refuse();
}

std::string PlpgsqlReader::expect_name() {
    if (!token().is_name()) refuse();
    return std::string(tokens_[at_++].text);
}

bool PlpgsqlReader::is_one_of(const PlpgsqlToken& token, std::initializer_list<std::string_view> wanted) const {
    return std::ranges::any_of(wanted, [&](std::string_view text) { return token.is(text); });
}

// Stops before the first end outside parentheses. There must be one, and something before it.
PlpgsqlReader::Piece PlpgsqlReader::piece_until(std::initializer_list<std::string_view> ends, bool or_comma) {
    const std::size_t first = at_;
    int depth = 0;
    for (;; ++at_) {
        const PlpgsqlToken& next = token();
        if (depth == 0 && (is_one_of(next, ends) || (or_comma && next.is(",")))) break;
        if (next.kind == Kind::End || next.is(";")) refuse();
        if (next.is("(") || next.is("[")) ++depth;
        if ((next.is(")") || next.is("]")) && --depth < 0) refuse();
    }
    if (at_ == first) refuse();
    return {first, at_};
}

void PlpgsqlReader::skip_statement() {
    while (!take(";")) {
        if (token().kind == Kind::End) refuse();
        ++at_;
    }
}

void PlpgsqlReader::refuse() const { pg::raise({"42601", "syntax error in PL/pgSQL", "", ""}); }

std::string PlpgsqlReader::text_of(const Piece& piece) const {
    const int start = tokens_[piece.first].start;
    return body_.substr(start, tokens_[piece.last].start - start);
}

}  // namespace strata::sqlread
