// DECLARE sections of PL/pgSQL.
#include <algorithm>

#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/plpgsql_reader.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

using core::ObjectKind;
using Kind = PlpgsqlToken::Kind;

// Gives the names that are declared.
std::vector<std::string> PlpgsqlReader::read_declarations() {
    const std::size_t first = variables_.size();
    while (!token().is("begin")) {
        if (!take("declare")) read_declaration();
    }
    return {variables_.begin() + static_cast<std::ptrdiff_t>(first), variables_.end()};
}

void PlpgsqlReader::read_declaration() {
    const std::string name = expect_name();
    variables_.push_back(name);
    assign(name, Texts());
    if (take("alias")) {
        texts_.give_up();
        return skip_statement();
    }
    const bool is_cursor = token().is("cursor") || (token().is("scroll") && token(1).is("cursor")) ||
                           (token().is("no") && token(1).is("scroll"));
    if (is_cursor) return read_cursor_declaration();
    take("constant");
    read_variable_type();
    if (take("collate")) read_collation();
    if (take("not")) expect("null");
    if (take(";")) return;
    if (!take(":=") && !take("=") && !take("default")) refuse();
    assign(name, read_value(piece_until({";"})));
    expect(";");
}

void PlpgsqlReader::read_collation() {
    const int location = token().start;
    core::QualifiedName name{{}, expect_name()};
    while (take(".")) name = {std::move(name.name), expect_name()};
    const bool is_system = name.schema.empty() ? is_system_collation(name.name.c_str()) : is_system_schema(name.schema);
    const StrengthScope scope(recorder_, strength_of_types());
    if (!is_system)
        recorder_.add({.kind = ObjectKind::Collation, .schema = std::move(name.schema), .name = std::move(name.name)},
                      location);
}

// [NO] SCROLL CURSOR (name type, ...) FOR query
void PlpgsqlReader::read_cursor_declaration() {
    while (!take("cursor")) ++at_;
    if (take("(")) {
        do {
            variables_.push_back(expect_name());
            read_variable_type();
        } while (take(","));
        expect(")");
    }
    if (!take("is") && !take("for")) refuse();
    const Branch until_opened(*this);
    (void) read_sql(piece_until({";"}));
    expect(";");
}

void PlpgsqlReader::read_variable_type() {
    const std::size_t first = at_;
    const bool is_copied = read_copied_type();
    int depth = 0;
    for (;; ++at_) {
        const PlpgsqlToken& next = token();
        if (next.kind == Kind::End) refuse();
        if (is_one_of(next, {";", "collate", "not", "=", ":=", "default"})) break;
        if (depth == 0 && is_one_of(next, {",", ")"})) break;
        if (next.is("(")) ++depth;
        if (next.is(")")) --depth;
    }
    if (at_ == first) refuse();
    if (!is_copied) need_variable_type({first, at_});
}

// relation.column%TYPE, relation%ROWTYPE; variable%TYPE needs nothing.
bool PlpgsqlReader::read_copied_type() {
    const std::size_t first = at_;
    std::vector<std::string> names;
    while (token().is_name() && token(1).is(".")) {
        names.emplace_back(token().text);
        at_ += 2;
    }
    const bool is_copied = token().is_name() && token(1).is("%") && is_one_of(token(2), {"type", "rowtype"});
    if (!is_copied) {
        at_ = first;
        return false;
    }
    names.emplace_back(token().text);
    const bool is_row = token(2).is("rowtype");
    at_ += 3;
    need_copied_type(std::move(names), is_row, tokens_[first].start);
    return true;
}

void PlpgsqlReader::need_copied_type(std::vector<std::string> names, bool is_row, int location) {
    const bool is_variable = std::ranges::find(variables_, names.front()) != variables_.end();
    const std::size_t least = is_row ? 1 : 2;
    if (is_variable || names.size() < least) return;
    std::string column;
    if (!is_row) {
        column = std::move(names.back());
        names.pop_back();
    }
    std::string schema = names.size() > 1 ? std::move(names[names.size() - 2]) : std::string();
    std::string relation = std::move(names.back());
    if (schema.empty() ? is_system_relation(relation.c_str()) : is_system_schema(schema)) return;
    const StrengthScope scope(recorder_, strength_of_types());
    recorder_.add({.kind = is_row ? ObjectKind::Relation : ObjectKind::Column, .schema = std::move(schema),
                   .name = std::move(relation), .member = std::move(column)},
                  location);
}

// The server looks types up when it compiles the body, whatever branch they stand in.
core::Strength PlpgsqlReader::strength_of_types() const {
    const bool is_met_later = kind_ == BodyKind::Function && !context_.check_function_bodies;
    return is_met_later ? core::Strength::Late : core::Strength::Hard;
}

void PlpgsqlReader::need_variable_type(const Piece& type) {
    const PlpgsqlToken& first = tokens_[type.first];
    const bool is_word = type.last == type.first + 1 && first.kind == Kind::Word;
    if (is_word && is_system_type(std::string(first.text).c_str())) return;
    const std::string text = text_of(type);
    const List* parsed = parse_text(text.c_str(), RAW_PARSE_TYPE_NAME);
    const StrengthScope scope(recorder_, strength_of_types());
    const TextScope place(recorder_, text, first.start);
    for (const TypeName* name : elements<TypeName>(parsed)) read_type(name, recorder_);
}

}  // namespace strata::sqlread
