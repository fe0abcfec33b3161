// Statements of PL/pgSQL that do something themselves.
#include "sqlread/plpgsql_reader.h"

namespace strata::sqlread {

using Kind = PlpgsqlToken::Kind;

void PlpgsqlReader::read_assignment() {
    const std::string target(token().text);
    const bool is_simple = !token(1).is("[") && !token(1).is(".");
    const std::string member(token(1).is(".") ? token(2).text : std::string_view());
    piece_until({":=", "="});
    ++at_;
    auto value = read_value(piece_until({";"}));
    assign(target, is_simple ? std::move(value) : std::nullopt);
    if (!member.empty()) forget(member);  // label.variable
    expect(";");
}

// RAISE [level] 'format' [, expression]... or condition, [USING option = expression, ...];
void PlpgsqlReader::read_raise() {
    while (!is_one_of(token(), {",", ";", "using"})) {
        if (token().kind == Kind::End) refuse();
        ++at_;
    }
    if (take(",")) read_expressions_until({"using", ";"});
    if (take("using")) read_options_of_raise();
    expect(";");
}

void PlpgsqlReader::read_options_of_raise() {
    do {
        expect_name();
        if (!take("=") && !take(":=")) refuse();
        read_expression(piece_until({",", ";"}));
    } while (take(","));
}

void PlpgsqlReader::read_assert() {
    read_expressions_until({";"});
    expect(";");
}

// INTO and USING come in any order.
void PlpgsqlReader::read_execute() {
    read_dynamic(piece_until({"into", "using", ";"}));
    while (!take(";")) {
        if (take("into"))
            take_targets();
        else if (take("using"))
            read_expressions_until({"into", ";"});
        else
            refuse();
    }
}

// PERFORM is SELECT by another name, of nearly the same length.
void PlpgsqlReader::read_perform() {
    const Piece piece = piece_until({";"});
    std::string text = text_of(piece);
    text.replace(0, sizeof("PERFORM") - 1, "SELECT ");
    (void) read_sql_text(text, tokens_[piece.first].start);
    expect(";");
}

// OPEN cursor [[NO] SCROLL] FOR query; OPEN cursor FOR EXECUTE text [USING ...]; OPEN cursor [(arguments)]
void PlpgsqlReader::read_open() {
    const std::size_t cursor = at_;
    if (token().kind == Kind::Parameter)
        ++at_;
    else
        expect_name();
    if (token().is("(") || token().is(";")) {
        if (token().is("(")) read_cursor_arguments({cursor, piece_until({";"}).last});
        return expect(";");
    }
    take("no");
    take("scroll");
    expect("for");
    if (take("execute")) {
        read_dynamic(piece_until({"using", ";"}));
        if (take("using")) read_expressions_until({";"});
    } else {
        (void) read_sql(piece_until({";"}));
    }
    expect(";");
}

// INTO [STRICT] target, ... All are forgotten; their names are given, of those with a dot an empty one.
void PlpgsqlReader::take_targets(std::vector<std::string>* names) {
    take("strict");
    do {
        if (token().kind != Kind::Parameter && !token().is_name()) refuse();
        const bool is_simple = token().is_name() && !token(1).is(".");
        if (names != nullptr) names->emplace_back(is_simple ? token().text : std::string_view());
        if (token().is_name()) forget(std::string(token().text));
        ++at_;
        while (take(".")) {
            forget(expect_name());
        }
    } while (take(","));
}

// Where an SQL statement in PL/pgSQL ends: semicolons in parentheses, and in the body of a function, do not end it.
class PlpgsqlReader::StatementEnd {
public:
    void see(const PlpgsqlToken& token) {
        note_first(token);
        if (token.is("(")) ++parentheses_;
        if (token.is(")") && parentheses_ > 0) --parentheses_;
        if (!defines_routine_ || parentheses_ > 0) return;
        if (token.is("begin") || token.is("case")) ++blocks_;
        if (token.is("end") && blocks_ > 0) --blocks_;
    }
    bool is_outside() const { return parentheses_ == 0 && blocks_ == 0; }

private:
    // CREATE [OR REPLACE] FUNCTION
    void note_first(const PlpgsqlToken& token) {
        ++seen_;
        if (seen_ == 1) creates_ = token.is("create");
        if (creates_ && (seen_ == 2 || seen_ == 4) && (token.is("function") || token.is("procedure")))
            defines_routine_ = true;
    }

    int seen_ = 0;
    int parentheses_ = 0;
    int blocks_ = 0;
    bool creates_ = false;
    bool defines_routine_ = false;
};

// Not that of INSERT INTO and its kind.
bool PlpgsqlReader::is_into_of_targets(std::size_t first) const {
    if (!token().is("into") || at_ == first || tokens_[first].is("import")) return false;
    return !is_one_of(tokens_[at_ - 1], {"insert", "merge"});
}

void PlpgsqlReader::read_sql_statement() {
    const std::size_t first = at_;
    const int start = token().start;
    StatementEnd end;
    std::pair<int, int> targets{0, 0};
    std::vector<std::string> names;
    for (; !(token().is(";") && end.is_outside()); ++at_) {
        if (token().kind == Kind::End) refuse();
        end.see(token());
        if (!is_into_of_targets(first)) continue;
        targets.first = token().start - start;
        ++at_;
        take_targets(&names);
        targets.second = token().start - start;
        --at_;
    }
    if (at_ == first) refuse();
    std::string text = text_of({first, at_});
    std::fill(text.begin() + targets.first, text.begin() + targets.second, ' ');
    assign_row(read_sql_text(text, start), names);
    if (tokens_[first].is("call")) forget_names({first, at_});
    expect(";");
}

}  // namespace strata::sqlread
