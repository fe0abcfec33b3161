#include "sqlread/plpgsql_reader.h"

#include <algorithm>

namespace strata::sqlread {

using Kind = PlpgsqlToken::Kind;

void PlpgsqlReader::read() {
    executes_ = std::ranges::any_of(tokens_, [](const PlpgsqlToken& token) { return token.is("execute"); });
    read_options();
    read_block();
    take(";");
    if (token().kind != Kind::End) refuse();
}

// #variable_conflict use_column
void PlpgsqlReader::read_options() {
    while (take("#")) {
        expect_name();
        if (expect_name() == "use_column") columns_win_ = true;
    }
}

void PlpgsqlReader::read_block() {
    if (stack_is_too_deep()) refuse();
    const bool can_be_left = take("<<");
    if (can_be_left) {
        variables_.push_back(expect_name());
        expect(">>");
    }
    std::vector<std::string> declared;
    if (take("declare")) declared = read_declarations();
    expect("begin");
    const std::size_t mark = recorder_.mark();
    const std::size_t assigned = texts_.mark();
    read_statements();
    const bool has_handlers = take("exception");
    if (has_handlers || can_be_left) texts_.join_since(assigned);
    if (has_handlers) {
        if (kind_ == BodyKind::DoBlock) recorder_.weaken(mark, core::Strength::Conditional);
        read_exceptions();
    }
    expect("end");
    if (token().is_name()) ++at_;
    std::ranges::for_each(declared, [&](const std::string& name) { forget(name); });
}

void PlpgsqlReader::read_exceptions() {
    const std::size_t assigned = texts_.mark();
    while (take("when")) {
        while (!take("then")) {
            if (token().kind == Kind::End || token().is(";")) refuse();
            ++at_;
        }
        read_branch();
    }
    texts_.join_since(assigned);
}

void PlpgsqlReader::read_branch() {
    const Branch branch(*this);
    read_statements();
}

// Up to a word that ends a list of statements.
void PlpgsqlReader::read_statements() {
    for (;;) {
        const PlpgsqlToken& next = token();
        if (next.kind == Kind::End) refuse();
        if (is_one_of(next, {"end", "else", "when"})) return;
        if (is_one_of(next, {"exception", "elsif", "elseif"}) && !is_assignment()) return;
        read_statement();
    }
}

// No SQL statement goes on like this behind its first word.
bool PlpgsqlReader::is_assignment() const {
    const Kind kind = token().kind;
    const bool may_be_target = kind == Kind::Word || kind == Kind::QuotedWord || kind == Kind::Parameter;
    return may_be_target && is_one_of(token(1), {":=", "=", "[", "."});
}

void PlpgsqlReader::read_statement() {
    if (token().is("<<")) return read_labelled();
    if (is_assignment()) return read_assignment();
    if (token().kind != Kind::Word) return read_sql_statement();
    const std::string_view word = token().text;
    if (!read_compound(word) && !read_simple(word)) read_sql_statement();
}

void PlpgsqlReader::read_labelled() {
    const bool is_label = token(1).is_name() && token(2).is(">>");
    if (!is_label) refuse();
    const PlpgsqlToken& next = token(3);
    if (is_one_of(next, {"declare", "begin"})) {
        read_block();
        return expect(";");
    }
    loop_labels_.emplace_back(token(1).text);
    variables_.emplace_back(token(1).text);
    at_ += 3;
    if (!is_one_of(next, {"loop", "while", "for", "foreach"}) || !read_compound(next.text)) refuse();
    loop_labels_.pop_back();
}

// Statements that hold statements.
bool PlpgsqlReader::read_compound(std::string_view word) {
    if (stack_is_too_deep()) refuse();
    if (word == "begin" || word == "declare") {
        read_block();
        expect(";");
        return true;
    }
    if (word == "if") return ++at_, read_if(), true;
    if (word == "case") return ++at_, read_case(), true;
    if (word == "loop") return ++at_, read_loop_body(), true;
    if (word == "for") return ++at_, read_for(), true;
    if (word == "foreach") return ++at_, read_foreach(), true;
    if (word != "while") return false;
    ++at_;
    read_expression(piece_until({"loop"}));
    expect("loop");
    read_loop_body();
    return true;
}

bool PlpgsqlReader::read_simple(std::string_view word) {
    struct Reader {
        std::string_view word;
        void (PlpgsqlReader::*read)();
    };
    constexpr Reader readers[] = {
        {"exit", &PlpgsqlReader::read_exit},         {"continue", &PlpgsqlReader::read_exit},
        {"return", &PlpgsqlReader::read_return},     {"raise", &PlpgsqlReader::read_raise},
        {"assert", &PlpgsqlReader::read_assert},     {"execute", &PlpgsqlReader::read_execute},
        {"perform", &PlpgsqlReader::read_perform},   {"open", &PlpgsqlReader::read_open},
        {"get", &PlpgsqlReader::forget_all_in_statement}, {"fetch", &PlpgsqlReader::forget_all_in_statement},
        {"move", &PlpgsqlReader::skip_statement},    {"close", &PlpgsqlReader::skip_statement},
        {"null", &PlpgsqlReader::skip_statement},    {"commit", &PlpgsqlReader::skip_statement},
        {"rollback", &PlpgsqlReader::skip_statement},
    };
    const auto found = std::ranges::find(readers, word, &Reader::word);
    if (found == std::end(readers)) return false;
    if (found->read != &PlpgsqlReader::read_perform) ++at_;
    (this->*found->read)();
    return true;
}

}  // namespace strata::sqlread
