// The walk behind read_plpgsql_body(): PL/pgSQL's grammar by recursive descent. Expressions and SQL statements in it go
// through the server's parser.
#pragma once

#include <algorithm>

#include "sqlread/dynamic_text.h"
#include "sqlread/plpgsql_tokens.h"
#include "sqlread/read_body.h"

namespace strata::sqlread {

class PlpgsqlReader {
public:
    // The recorder reads `body`, whose tokens these are, of a function with these parameters.
    PlpgsqlReader(const std::string& body, std::span<const PlpgsqlToken> tokens, std::vector<std::string> parameters,
                  BodyKind kind, ReadingContext& context, Recorder& recorder)
        : body_(body), tokens_(tokens), kind_(kind), context_(context), recorder_(recorder),
          variables_(std::move(parameters)) {}

    // Raises a syntax error where the body is no PL/pgSQL, and what the server's parser raises over its parts.
    void read();

private:
    // Tokens from `first` up to `last`, which is not one of them.
    struct Piece {
        std::size_t first;
        std::size_t last;
    };
    class Branch;
    class StatementEnd;

    // plpgsql_cursor.cpp
    const PlpgsqlToken& token(std::size_t ahead = 0) const {
        return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
    }
    bool take(std::string_view wanted);
    void expect(std::string_view wanted);
    std::string expect_name();
    bool is_one_of(const PlpgsqlToken& token, std::initializer_list<std::string_view> wanted) const;
    Piece piece_until(std::initializer_list<std::string_view> ends, bool or_comma = false);
    void skip_statement();
    [[noreturn]] void refuse() const;
    std::string text_of(const Piece& piece) const;

    // plpgsql_reader.cpp
    void read_options();
    void read_block();
    void read_exceptions();
    void read_statements();
    void read_statement();
    void read_labelled();
    bool read_compound(std::string_view word);
    bool read_simple(std::string_view word);
    void read_branch();
    bool is_assignment() const;

    // plpgsql_declarations.cpp
    void read_declarations();
    void read_declaration();
    void read_cursor_declaration();
    void read_variable_type();
    void read_collation();
    bool read_copied_type();
    void need_copied_type(std::vector<std::string> names, bool is_row, int location);
    core::Strength strength_of_types() const;
    void need_variable_type(const Piece& type);

    // plpgsql_control.cpp
    void read_if();
    void read_case();
    void read_loop_body();
    void read_for();
    void read_for_rows();
    void read_foreach();
    void read_exit();
    void read_return();

    // plpgsql_statements.cpp
    void read_assignment();
    void read_raise();
    void read_options_of_raise();
    void read_assert();
    void read_execute();
    void read_perform();
    void read_open();
    void read_sql_statement();
    bool is_into_of_targets(std::size_t first) const;
    void take_targets();

    // plpgsql_pieces.cpp
    core::Strength strength() const;
    void read_expression(const Piece& piece);
    std::optional<std::string> read_value(const Piece& piece);  // and what text it comes to, as far as it is known
    const Node* read_parsed(const Piece& piece);
    void read_expressions_until(std::initializer_list<std::string_view> ends);
    void read_sql(const Piece& piece);
    void read_sql_text(const std::string& text, int location);
    void read_cursor_arguments(const Piece& piece);
    void read_dynamic(const Piece& piece);
    struct DynamicReading;
    DynamicReading read_dynamic_text(const std::string& text, int location);
    void remember(const std::string& variable, std::optional<std::string> text);
    void forget(const std::string& variable);
    bool needs_parsing(const Piece& piece) const;

    const std::string& body_;
    std::span<const PlpgsqlToken> tokens_;
    std::size_t at_ = 0;
    BodyKind kind_;
    ReadingContext& context_;
    Recorder& recorder_;

    bool executes_ = false;  // strings
    int branches_ = 0;       // around: what stands in them may not run
    bool may_have_left_ = false;  // by a RETURN or EXIT in a branch
    std::vector<std::string> loop_labels_;
    std::vector<std::string> variables_;  // parameters too, and labels, which qualify them
    KnownTexts known_texts_;
    std::vector<std::string> assigned_;  // in the order of the text
};

// Statements that may not run; what they assign is not known behind them.
class PlpgsqlReader::Branch {
public:
    explicit Branch(PlpgsqlReader& reader) : reader_(reader), assigned_(reader.assigned_.size()) { ++reader.branches_; }
    ~Branch() {
        --reader_.branches_;
        for (std::size_t i = assigned_; i < reader_.assigned_.size(); ++i)
            reader_.known_texts_.erase(reader_.assigned_[i]);
    }
    Branch(const Branch&) = delete;
    Branch& operator=(const Branch&) = delete;

private:
    PlpgsqlReader& reader_;
    std::size_t assigned_;
};

}  // namespace strata::sqlread
