#include <gtest/gtest.h>

#include "core/script_rules.h"

namespace strata::core {
namespace {

using Kind = StatementKind;

// One statement per kind, each on a line of its own.
std::vector<Statement> script(const std::vector<Kind>& kinds) {
    std::vector<Statement> statements;
    for (const auto kind : kinds) {
        Statement statement{kind, static_cast<int>(statements.size()) + 1, 5};
        statement.label = kind == Kind::Begin ? "BEGIN" : kind == Kind::Commit ? "COMMIT" : "STATEMENT";
        statements.push_back(statement);
    }
    return statements;
}

// "e" elided, "f" faulty, "." stays; one character per statement.
std::string judged(ScriptRole role, const std::vector<Kind>& kinds) {
    const auto verdict = judge_script(role, script(kinds));
    std::string marks(kinds.size(), '.');
    for (const auto& elision : verdict.elided) marks[elision.statement] = 'e';
    for (const auto& fault : verdict.faults) marks[static_cast<std::size_t>(fault.line - 1)] = 'f';
    return marks;
}

TEST(ScriptRules, AnOrdinaryScriptStays) {
    EXPECT_EQ(judged(ScriptRole::Up, {}), "");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Other, Kind::Other}), "..");
}

TEST(ScriptRules, TheOuterPairIsElided) {
    for (const auto role : {ScriptRole::Up, ScriptRole::Down, ScriptRole::Verify}) {
        EXPECT_EQ(judged(role, {Kind::Begin, Kind::Other, Kind::Commit}), "e.e");
        EXPECT_EQ(judged(role, {Kind::Begin, Kind::Commit}), "ee");
    }
}

TEST(ScriptRules, OnlyAVerifyScriptMayEndInRollback) {
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Begin, Kind::Other, Kind::Rollback}), "e.e");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Begin, Kind::Other, Kind::Rollback}), "f.f");
    EXPECT_EQ(judged(ScriptRole::Down, {Kind::Begin, Kind::Other, Kind::Rollback}), "f.f");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Other, Kind::Rollback}), ".f");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Rollback}), "f");
}

TEST(ScriptRules, CompleteBlocksAreElidedWhereverTheyStand) {
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Other, Kind::Begin, Kind::Other, Kind::Commit}), ".e.e");
    EXPECT_EQ(judged(ScriptRole::Down, {Kind::Begin, Kind::Other, Kind::Commit, Kind::Other}), "e.e.");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Begin, Kind::Commit, Kind::Begin, Kind::Commit}), "eeee");
}

TEST(ScriptRules, ALoneLastCommitIsElided) {
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Other, Kind::Commit}), ".e");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Commit}), "e");
}

TEST(ScriptRules, AnythingElseIsRefused) {
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Begin}), "f");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Begin, Kind::Other}), "f.");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Begin, Kind::Begin, Kind::Commit, Kind::Commit}), "efee");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Commit, Kind::Other}), "f.");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Begin, Kind::Rollback, Kind::Other}), "ff.");
    EXPECT_EQ(judged(ScriptRole::Verify, {Kind::Other, Kind::Begin, Kind::Rollback}), ".ff");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::BeginWithOptions, Kind::Other, Kind::Commit}), "f.e");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::OtherTransactionControl}), "f");
    EXPECT_EQ(judged(ScriptRole::Up, {Kind::Begin, Kind::OtherTransactionControl, Kind::Commit}), "efe");
}

TEST(ScriptRules, WhatAMigrationCannotRunIsRefused) {
    for (const auto kind : {Kind::CopyFromStdin, Kind::CopyToStdout, Kind::OwnFunctionCall, Kind::DropsExtension}) {
        for (const auto role : {ScriptRole::Up, ScriptRole::Down, ScriptRole::Verify}) {
            EXPECT_EQ(judged(role, {Kind::Other, kind, Kind::Other}), ".f.");
        }
    }
}

TEST(ScriptRules, FaultsSayWhatAndWhere) {
    const auto verdict = judge_script(ScriptRole::Up, {{Kind::OtherTransactionControl, 4, 9, "SAVEPOINT"},
                                                       {Kind::OwnFunctionCall, 7, 8, "migrate_apply()"}});
    ASSERT_EQ(verdict.faults.size(), 2u);
    EXPECT_EQ(verdict.faults[0].condition, Condition::ScriptRefused);
    EXPECT_EQ(verdict.faults[0].message, "SAVEPOINT is not allowed in an up script");
    EXPECT_EQ(verdict.faults[0].line, 4);
    EXPECT_EQ(verdict.faults[0].column, 9);
    EXPECT_EQ(verdict.faults[1].message, "migrate_apply() cannot be called from an up script");
    EXPECT_EQ(judge_script(ScriptRole::Verify, {{Kind::CopyFromStdin, 1, 1, "COPY FROM STDIN"}}).faults[0].message,
              "COPY FROM STDIN is not allowed in a verify script");
}

TEST(ScriptRules, ElisionsAreNoted) {
    const auto verdict = judge_script(ScriptRole::Up, script({Kind::Begin, Kind::Other, Kind::Commit}));
    EXPECT_EQ(verdict.elided[0].note, "line 1: BEGIN is left out, as a migration runs in a transaction of its own");
    EXPECT_EQ(verdict.elided[1].note, "line 3: COMMIT is left out, as a migration runs in a transaction of its own");
}

TEST(ScriptRules, CountsWhatRemains) {
    auto statements = script({Kind::Begin, Kind::Other, Kind::Other, Kind::Other, Kind::Commit});
    for (auto& statement : statements) statement.locks = 2;
    statements[2].transactional = false;
    statements[2].label = "VACUUM";
    statements[3].transactional = false;
    const auto verdict = judge_script(ScriptRole::Up, statements);
    EXPECT_EQ(verdict.statements, 3u);
    EXPECT_EQ(verdict.locks, 6);
    EXPECT_EQ(verdict.obstacle, "line 3: VACUUM");
    EXPECT_FALSE(verdict.transactional());
    EXPECT_TRUE(judge_script(ScriptRole::Up, script({Kind::Other})).transactional());
}

TEST(ScriptRules, RolesHaveNames) {
    EXPECT_EQ(name(ScriptRole::Up), "up");
    EXPECT_EQ(name(ScriptRole::Down), "down");
    EXPECT_EQ(name(ScriptRole::Verify), "verify");
}

}  // namespace
}  // namespace strata::core
