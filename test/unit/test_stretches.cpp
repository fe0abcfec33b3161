#include <gtest/gtest.h>

#include "core/stretches.h"
#include "core/text.h"

namespace strata::core {
namespace {

// One letter per statement: t transactional, c concurrent, d a DO block, ( BEGIN, ) COMMIT.
std::vector<Statement> script(std::string_view letters) {
    std::vector<Statement> statements;
    for (const char letter : letters) {
        Statement statement;
        statement.transactional = letter != 'c';
        statement.may_need_top_level = letter == 'd';
        if (letter == '(') statement.kind = StatementKind::Begin;
        if (letter == ')') statement.kind = StatementKind::Commit;
        statements.push_back(statement);
    }
    return statements;
}

// "0-2 3! 4-4": the ends of each stretch, with a mark when it is at top level.
std::string outline(std::string_view letters, TransactionMode mode, const std::vector<std::size_t>& ends = {}) {
    const auto statements = script(letters);
    std::vector<std::string> parts;
    for (const Stretch& stretch : stretches(statements, judge_script(ScriptRole::Up, statements).elided, ends, mode))
        parts.push_back(stretch.at_top_level ? concat(stretch.first, '!') : concat(stretch.first, '-', stretch.last));
    return join(parts, " ");
}

TEST(Stretches, AScriptThatATransactionCanHoldIsOne) {
    EXPECT_EQ(outline("ttdt", TransactionMode::Auto), "0-3");
    EXPECT_EQ(outline("", TransactionMode::Auto), "");
    EXPECT_EQ(outline("(tt)", TransactionMode::Auto), "1-2");
    EXPECT_EQ(outline("(tt)(t)", TransactionMode::Auto), "1-5");
}

TEST(Stretches, WhatNoTransactionCanHoldStandsAlone) {
    EXPECT_EQ(outline("c", TransactionMode::Auto), "0!");
    EXPECT_EQ(outline("ttcttcc", TransactionMode::Auto), "0-1 2! 3-4 5! 6!");
    EXPECT_EQ(outline("(t)c(t)", TransactionMode::Auto), "1-1 3! 5-5");
}

TEST(Stretches, ATransactionEndsBeforeWhatNeedsItCommitted) {
    EXPECT_EQ(outline("tttt", TransactionMode::Auto, {1}), "0-1 2-3");
    EXPECT_EQ(outline("tttc", TransactionMode::Auto, {0, 2}), "0-0 1-2 3!");
    EXPECT_EQ(outline("tt", TransactionMode::Auto, {1}), "0-1");
}

TEST(Stretches, OnIsOneTransactionWhateverTheStatementsSay) {
    EXPECT_EQ(outline("tctd", TransactionMode::On, {0}), "0-3");
}

TEST(Stretches, OffIsNone) {
    EXPECT_EQ(outline("ttcd", TransactionMode::Off), "0-0 1-1 2! 3!");
    EXPECT_EQ(outline("t(tt)t", TransactionMode::Off), "0-0 2-3 5-5");
    EXPECT_EQ(outline("t(tct)d", TransactionMode::Off), "0-0 2-2 3! 4-4 6!");
}

}  // namespace
}  // namespace strata::core
