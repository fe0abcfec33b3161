// The walk behind read_plpgsql_body(): PL/pgSQL's grammar by recursive descent. Expressions and SQL statements in it go
// through the server's parser.
#pragma once

#include <algorithm>

#include "core/may_provide.h"
#include "sqlread/plpgsql_tokens.h"
#include "sqlread/read_body.h"
#include "sqlread/variable_texts.h"

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
    void read_branch();  // one of several
    bool is_assignment() const;

    // plpgsql_declarations.cpp
    std::vector<std::string> read_declarations();
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
    void read_for_rows(const std::vector<std::string>& targets);
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
    void take_targets(std::vector<std::string>* names = nullptr);

    // plpgsql_pieces.cpp
    core::Strength strength() const;
    void read_expression(const Piece& piece);
    const Node* read_parsed(const Piece& piece);
    void read_expressions_until(std::initializer_list<std::string_view> ends);
    const Node* read_sql(const Piece& piece);
    // Gives the first statement of it back.
    const Node* read_sql_text(const std::string& text, int location);
    void read_cursor_arguments(const Piece& piece);
    bool needs_parsing(const Piece& piece) const;

    // plpgsql_dynamic.cpp
    void read_dynamic(const Piece& piece);
    void read_dynamic_text(const std::string& text, int location, core::MayProvide& hidden);
    bool read_as_sql(const std::string& text, core::MayProvide& hidden);
    void read_by_statement(const std::string& text, core::MayProvide& hidden);
    void read_broken_statement(const std::string& text);

    // plpgsql_values.cpp
    std::optional<Texts> read_value(const Piece& piece);  // and what text it comes to, as far as it is known
    bool may_be_text(const Piece& piece) const;
    void assign(const std::string& variable, std::optional<Texts> texts) { texts_.assign(variable, std::move(texts)); }
    void forget(const std::string& variable) { texts_.assign(variable, std::nullopt); }
    void forget_names(const Piece& piece);
    void forget_all_in_statement();
    void assign_row(const Node* query, const std::vector<std::string>& targets);
    void assign_elements(const Node* array, const std::string& target);
    void expect_assignments_of_loop();
    std::map<std::string, bool> assigned_in_loop() const;
    bool is_target_at(std::size_t at) const;
    bool is_appended_at(std::size_t at) const;

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
    bool columns_win_ = false;            // over variables of the same name
    VariableTexts texts_;
};

// Statements that may not run; where they end, variables are again what they were before.
class PlpgsqlReader::Branch {
public:
    explicit Branch(PlpgsqlReader& reader) : reader_(reader), mark_(reader.texts_.mark()) { ++reader.branches_; }
    ~Branch() {
        --reader_.branches_;
        reader_.texts_.undo_since(mark_);
    }
    Branch(const Branch&) = delete;
    Branch& operator=(const Branch&) = delete;

private:
    PlpgsqlReader& reader_;
    std::size_t mark_;
};

}  // namespace strata::sqlread
