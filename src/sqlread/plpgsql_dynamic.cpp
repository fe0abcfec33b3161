// Strings given to EXECUTE.
#include "sqlread/body_text.h"
#include "sqlread/node_lists.h"
#include "sqlread/plpgsql_reader.h"
#include "sqlread/statement_opening.h"

namespace strata::sqlread {

using core::Strength;
using Kind = PlpgsqlToken::Kind;

namespace {

// In one script: strings that execute strings that execute strings could else come to more than can be read in a day.
constexpr std::size_t most_bytes_executed = 2'000'000;

}  // namespace

void PlpgsqlReader::read_dynamic(const Piece& piece) {
    const int location = tokens_[piece.first].start;
    const auto texts = read_value(piece);
    const StrengthScope scope(recorder_, strength());
    core::MayProvide hidden;
    if (texts)
        for (const std::string& text : *texts) context_.bytes_executed += text.size();
    if (!texts || context_.bytes_executed > most_bytes_executed) hidden.add_anything();
    else
        for (const std::string& text : *texts) read_dynamic_text(text, location, hidden);
    if (!hidden.is_empty()) note_unread_text(text_of(piece), location, recorder_, hidden.list());
}

// The variables around cannot be seen in it.
void PlpgsqlReader::read_dynamic_text(const std::string& text, int location, core::MayProvide& hidden) {
    const std::vector<std::string> none;
    const VariableScope variables(recorder_, &none);
    const StrengthScope scope(recorder_, Strength::Dynamic);
    const TextScope place(recorder_, text, location);
    if (!read_as_sql(text, hidden)) read_by_statement(text, hidden);
}

bool PlpgsqlReader::read_as_sql(const std::string& text, core::MayProvide& hidden) {
    const std::size_t mark = recorder_.mark();
    const bool is_sql = could_read([&] {
        for (const RawStmt* statement : elements<RawStmt>(parse_text(text.c_str())))
            sqlread::read_statement(statement->stmt, context_, recorder_);
    });
    recorder_.forget_naming(mark, unknown_part, hidden);
    return is_sql;
}

// One that the unknown parts make no SQL does not hide the others.
void PlpgsqlReader::read_by_statement(const std::string& text, core::MayProvide& hidden) {
    std::span<const PlpgsqlToken> tokens;
    if (!could_read([&] { tokens = scan_plpgsql(text); })) return hidden.add_anything();
    std::size_t first = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (!tokens[i].is(";") && tokens[i].kind != Kind::End) continue;
        const int start = tokens[first].start;
        const std::string statement = text.substr(start, tokens[i].start - start);
        const TextScope place(recorder_, statement, start);
        if (first < i && !read_as_sql(statement, hidden)) {
            add_by_opening(tokens.subspan(first, i - first), hidden);
            read_broken_statement(statement);
        }
        first = i + 1;
    }
}

// Without the unknown parts it may be SQL: an order of sorting, say. What it would make then may be called otherwise.
void PlpgsqlReader::read_broken_statement(const std::string& text) {
    const std::string known = without_unknown_parts(text);
    const TextScope place(recorder_, known, 0);
    const std::size_t mark = recorder_.mark();
    core::MayProvide none;
    (void) read_as_sql(known, none);
    recorder_.forget_changes(mark);
}

}  // namespace strata::sqlread
