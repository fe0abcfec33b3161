// Statements of PL/pgSQL that decide which others run.
#include <algorithm>

#include "sqlread/plpgsql_reader.h"

namespace strata::sqlread {

using Kind = PlpgsqlToken::Kind;

void PlpgsqlReader::read_if() {
    const std::size_t assigned = texts_.mark();
    read_expression(piece_until({"then"}));
    expect("then");
    read_branch();
    while (take("elsif") || take("elseif")) {
        const Branch branch(*this);
        read_expression(piece_until({"then"}));
        expect("then");
        read_statements();
    }
    if (take("else")) read_branch();
    texts_.join_since(assigned);
    expect("end");
    expect("if");
    expect(";");
}

void PlpgsqlReader::read_case() {
    const std::size_t assigned = texts_.mark();
    if (!token().is("when")) read_expression(piece_until({"when"}));
    while (take("when")) {
        const Branch branch(*this);
        read_expression(piece_until({"then"}));
        expect("then");
        read_statements();
    }
    if (take("else")) read_branch();
    texts_.join_since(assigned);
    expect("end");
    expect("case");
    expect(";");
}

// From behind LOOP.
void PlpgsqlReader::read_loop_body() {
    const std::size_t assigned = texts_.mark();
    expect_assignments_of_loop();
    read_branch();
    texts_.join_since(assigned);
    expect("end");
    expect("loop");
    if (token().is_name()) ++at_;
    expect(";");
}

void PlpgsqlReader::read_for() {
    std::vector<std::string> targets;
    while (!take("in")) {
        if (token().kind == Kind::End || token().is(";")) refuse();
        if (token().is_name()) targets.emplace_back(token().text);
        ++at_;
    }
    std::ranges::for_each(targets, [&](const std::string& target) { forget(target); });
    if (take("execute")) {
        read_dynamic(piece_until({"loop", "using"}));
        if (take("using")) read_expressions_until({"loop"});
    } else {
        read_for_rows(targets);
    }
    expect("loop");
    read_loop_body();
}

// FOR i IN [REVERSE] a .. b, FOR row IN query, FOR row IN cursor: which it is shows behind the first part.
void PlpgsqlReader::read_for_rows(const std::vector<std::string>& targets) {
    const bool is_reverse = token().is("reverse") && !token(1).is("..") && !token(1).is("loop");
    if (is_reverse) ++at_;
    const Piece first = piece_until({"..", "loop"});
    if (take("..")) {
        read_expression(first);
        read_expression(piece_until({"loop", "by"}));
        if (take("by")) read_expression(piece_until({"loop"}));
        return;
    }
    const bool is_name = tokens_[first.first].is_name() && !is_one_of(tokens_[first.first], {"values", "select"});
    if (is_name && first.last == first.first + 1) return;
    if (is_name && tokens_[first.first + 1].is("(")) return read_cursor_arguments(first);
    assign_row(read_sql(first), targets);
}

void PlpgsqlReader::read_foreach() {
    std::vector<std::string> targets;
    while (!take("array")) {
        if (token().kind == Kind::End || token().is(";")) refuse();
        const bool is_target = token().is_name() && !is_one_of(token(), {"in", "slice"});
        if (is_target) targets.emplace_back(token().text);
        ++at_;
    }
    std::ranges::for_each(targets, [&](const std::string& target) { forget(target); });
    const Node* array = read_parsed(piece_until({"loop"}));
    if (targets.size() == 1) assign_elements(array, targets.front());
    expect("loop");
    read_loop_body();
}

// EXIT and CONTINUE. To leave a loop changes nothing behind it, to leave a block does.
void PlpgsqlReader::read_exit() {
    const bool has_label = token().is_name() && !token().is("when");
    const std::string label = has_label ? expect_name() : std::string();
    if (take("when")) read_expression(piece_until({";"}));
    expect(";");
    if (has_label && std::ranges::find(loop_labels_, label) == loop_labels_.end()) may_have_left_ = true;
}

void PlpgsqlReader::read_return() {
    if (take("next")) {
        if (!token().is(";")) read_expression(piece_until({";"}));
        return expect(";");
    }
    if (take("query")) {
        if (take("execute")) {
            read_dynamic(piece_until({";", "using"}));
            if (take("using")) read_expressions_until({";"});
        } else {
            (void) read_sql(piece_until({";"}));
        }
        return expect(";");
    }
    if (!token().is(";")) read_expression(piece_until({";"}));
    expect(";");
    may_have_left_ = true;
}

}  // namespace strata::sqlread
