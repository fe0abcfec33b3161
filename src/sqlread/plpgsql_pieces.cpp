// The SQL in PL/pgSQL: expressions, statements, and strings given to EXECUTE.
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

// What it comes to matters only where strings are executed.
std::optional<std::string> PlpgsqlReader::read_value(const Piece& piece) {
    const PlpgsqlToken& first = tokens_[piece.first];
    if (piece.last == piece.first + 1) {
        if (first.kind == Kind::String) return std::string(first.text);
        const auto known = known_texts_.find(first.text);
        return known == known_texts_.end() ? std::nullopt : std::optional(known->second);
    }
    const bool has_text = executes_ && std::any_of(tokens_.begin() + piece.first, tokens_.begin() + piece.last,
                                                   [](const auto& token) { return token.kind == Kind::String; });
    const Node* value = has_text || needs_parsing(piece) ? read_parsed(piece) : nullptr;
    return has_text && value != nullptr ? assemble_text(value, known_texts_) : std::nullopt;
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

void PlpgsqlReader::read_sql(const Piece& piece) { read_sql_text(text_of(piece), tokens_[piece.first].start); }

void PlpgsqlReader::read_sql_text(const std::string& text, int location) {
    const StrengthScope scope(recorder_, strength());
    const TextScope place(recorder_, text, location);
    for (const RawStmt* statement : elements<RawStmt>(parse_text(text.c_str())))
        sqlread::read_statement(statement->stmt, context_, recorder_);
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

struct PlpgsqlReader::DynamicReading {
    bool is_sql;
    bool is_whole;  // nothing of what it provides is unknown
};

// Where the unknown parts make it no SQL, it is read without them: an order of sorting, say.
void PlpgsqlReader::read_dynamic(const Piece& piece) {
    const int location = tokens_[piece.first].start;
    const auto text = read_value(piece);
    const StrengthScope scope(recorder_, strength());
    const DynamicReading reading = text ? read_dynamic_text(*text, location) : DynamicReading{};
    if (reading.is_whole) return;
    if (text && !reading.is_sql) (void) read_dynamic_text(without_unknown_parts(*text), location);
    note_unread_text(text_of(piece), location, recorder_);
}

// The variables around cannot be seen in it.
PlpgsqlReader::DynamicReading PlpgsqlReader::read_dynamic_text(const std::string& text, int location) {
    const std::vector<std::string> none;
    const VariableScope variables(recorder_, &none);
    const StrengthScope scope(recorder_, Strength::Dynamic);
    const TextScope place(recorder_, text, location);
    const std::size_t mark = recorder_.mark();
    const bool is_sql = could_read([&] {
        for (const RawStmt* statement : elements<RawStmt>(parse_text(text.c_str())))
            sqlread::read_statement(statement->stmt, context_, recorder_);
    });
    const bool hides_something = recorder_.forget_naming(mark, unknown_part);
    return {is_sql, is_sql && !hides_something};
}

void PlpgsqlReader::remember(const std::string& variable, std::optional<std::string> text) {
    forget(variable);
    if (text) known_texts_.emplace(variable, std::move(*text));
}

void PlpgsqlReader::forget(const std::string& variable) {
    known_texts_.erase(variable);
    assigned_.push_back(variable);
}

}  // namespace strata::sqlread
