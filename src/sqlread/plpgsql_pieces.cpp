// The SQL in PL/pgSQL: expressions and statements.
#include <algorithm>

#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/plpgsql_reader.h"
#include "sqlread/read_query.h"

namespace strata::sqlread {

using core::Strength;
using Kind = PlpgsqlToken::Kind;

Strength PlpgsqlReader::strength() const {
    if (kind_ == BodyKind::Function) return Strength::Late;
    return branches_ > 0 || may_have_left_ ? Strength::Conditional : Strength::Hard;
}

// Variables, operators and literals alone need nothing. A word before a string is a type.
bool PlpgsqlReader::needs_parsing(const Piece& piece) const {
    for (std::size_t i = piece.first; i < piece.last; ++i) {
        const PlpgsqlToken& token = tokens_[i];
        if (is_one_of(token, {"(", "::", "from", "collate", "select"})) return true;
        if (token.kind == Kind::String && i > piece.first && tokens_[i - 1].is_name()) return true;
    }
    return false;
}

void PlpgsqlReader::read_expression(const Piece& piece) {
    if (needs_parsing(piece)) (void) read_parsed(piece);
}

// Gives the expression back, if it is one and no more.
const Node* PlpgsqlReader::read_parsed(const Piece& piece) {
    const std::string text = text_of(piece);
    const StrengthScope scope(recorder_, strength());
    const TextScope place(recorder_, text, tokens_[piece.first].start);
    const List* parsed = parse_text(text.c_str(), RAW_PARSE_PLPGSQL_EXPR);
    const Node* query = static_cast<const RawStmt*>(linitial(parsed))->stmt;
    sqlread::read_query(query, recorder_);
    const List* targets = IsA(query, SelectStmt) ? as<SelectStmt>(query)->targetList : NIL;
    return list_length(targets) == 1 ? static_cast<const ResTarget*>(linitial(targets))->val : nullptr;
}

void PlpgsqlReader::read_expressions_until(std::initializer_list<std::string_view> ends) {
    do {
        read_expression(piece_until(ends, true));
    } while (take(","));
}

const Node* PlpgsqlReader::read_sql(const Piece& piece) {
    return read_sql_text(text_of(piece), tokens_[piece.first].start);
}

const Node* PlpgsqlReader::read_sql_text(const std::string& text, int location) {
    const StrengthScope scope(recorder_, strength());
    const TextScope place(recorder_, text, location);
    const List* statements = parse_text(text.c_str());
    for (const RawStmt* statement : elements<RawStmt>(statements))
        sqlread::read_statement(statement->stmt, context_, recorder_);
    return statements == NIL ? nullptr : static_cast<const RawStmt*>(linitial(statements))->stmt;
}

// cursor(expression, name := expression)
void PlpgsqlReader::read_cursor_arguments(const Piece& piece) {
    const std::size_t behind = at_;
    at_ = piece.first + 2;
    while (!token().is(")")) {
        if (token().is_name() && is_one_of(token(1), {":=", "=>"})) at_ += 2;
        read_expression(piece_until({",", ")"}));
        take(",");
    }
    at_ = behind;
}

}  // namespace strata::sqlread
