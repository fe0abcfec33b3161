#include <gtest/gtest.h>

#include "core/tap.h"

namespace strata::core {
namespace {

using Texts = std::vector<std::string>;

TEST(Tap, AllPass) {
    const auto report = read_tap(Texts{"1..2", "ok 1 - table exists", "ok 2"});
    EXPECT_TRUE(report.passed());
    EXPECT_EQ(report.planned, 2);
    EXPECT_EQ(report.ok, 2);
    EXPECT_EQ(report.not_ok, 0);
}

TEST(Tap, NotOkFailsAndKeepsDiagnostics) {
    const auto report = read_tap(Texts{"1..2", "not ok 1 - has 11 columns\n# Failed test 1: \"has 11 columns\"\n"
                                               "#         have: 10\n#         want: 11",
                                       "not ok 2", "# Looks like you failed 2 tests of 2"});
    EXPECT_FALSE(report.passed());
    EXPECT_EQ(report.not_ok, 2);
    EXPECT_EQ(report.failed, (Texts{"has 11 columns", "test 2"}));
    EXPECT_EQ(report.diagnostics, (Texts{"# Failed test 1: \"has 11 columns\"", "#         have: 10",
                                         "#         want: 11", "# Looks like you failed 2 tests of 2"}));
    EXPECT_TRUE(report.complaints.empty());
}

TEST(Tap, AWrongPlanFails) {
    const auto report = read_tap(Texts{"1..3", "ok 1", "ok 2", "# Looks like you planned 3 tests but ran 2"});
    EXPECT_FALSE(report.passed());
    EXPECT_EQ(report.complaints, Texts{"planned 3 but ran 2"});
    EXPECT_FALSE(read_tap(Texts{"1..1", "ok 1", "ok 2"}).passed());
}

TEST(Tap, ThePlanMayComeLastOrNotAtAll) {
    EXPECT_TRUE(read_tap(Texts{"ok 1", "1..1"}).passed());
    const auto report = read_tap(Texts{"ok 4 - under the caller's plan"});
    EXPECT_TRUE(report.passed());
    EXPECT_EQ(report.planned, std::nullopt);
}

TEST(Tap, FinishIsBelievedWhenItSawMore) {
    EXPECT_EQ(read_tap(Texts{"ok 1", "# Looks like you planned 3 tests but ran 1"}).complaints,
              Texts{"Looks like you planned 3 tests but ran 1"});
    EXPECT_FALSE(read_tap(Texts{"ok 1", "# Looks like you failed 1 test of 2"}).passed());
    EXPECT_FALSE(read_tap(Texts{"# No tests run!"}).passed());
    EXPECT_TRUE(read_tap(Texts{"ok 1", "# Looks like rain"}).passed());
}

TEST(Tap, TwoDifferentPlansFail) {
    EXPECT_FALSE(read_tap(Texts{"1..2", "ok 1", "1..1"}).passed());
    EXPECT_TRUE(read_tap(Texts{"1..1", "ok 1", "1..1"}).passed());
}

TEST(Tap, TodoAndSkipDoNotFail) {
    const auto report = read_tap(Texts{"1..4", "not ok 1 - later # TODO not yet", "ok 2 # SKIP no role",
                                       "not ok 3 - x # todo", "not ok 4 # Skip"});
    EXPECT_TRUE(report.passed());
    EXPECT_EQ(report.ok, 4);
    EXPECT_TRUE(read_tap(Texts{"1..0 # SKIP nothing to do"}).passed());
}

TEST(Tap, AnEscapedHashIsNoDirective) {
    const auto report = read_tap(Texts{"not ok 1 - color \\# TODO list"});
    EXPECT_EQ(report.not_ok, 1);
    EXPECT_EQ(report.failed, Texts{"color \\# TODO list"});
    EXPECT_EQ(read_tap(Texts{"not ok 1 - see # other"}).not_ok, 1);
}

TEST(Tap, BailOutFails) {
    const auto report = read_tap(Texts{"ok 1", "Bail out! no server"});
    EXPECT_FALSE(report.passed());
    EXPECT_EQ(report.complaints, Texts{"Bail out! no server"});
}

TEST(Tap, SubtestsCountByTheirOwnLine) {
    const auto report = read_tap(Texts{"    # Subtest: test_a()", "    ok 1 - x", "    not ok 2 - y", "    1..2",
                                       "not ok 1 - test_a()", "1..1"});
    EXPECT_EQ(report.ok, 0);
    EXPECT_EQ(report.not_ok, 1);
    EXPECT_EQ(report.failed, Texts{"test_a()"});
    EXPECT_EQ(report.diagnostics, (Texts{"    # Subtest: test_a()", "    not ok 2 - y"}));
}

TEST(Tap, OtherLinesArePassedOver) {
    const auto report =
        read_tap(Texts{"", "ok", "okay 1", "ok then", "not ok", "ok 1st", "1..x", "1..2 or so", "ok 1"});
    EXPECT_EQ(report.ok, 1);
    EXPECT_EQ(report.not_ok, 0);
    EXPECT_EQ(report.planned, std::nullopt);
}

TEST(Tap, LinesMayEndInCarriageReturns) {
    const auto report = read_tap(Texts{"1..2\r\nok 1 - a\r\nnot ok 2 - b\r\n"});
    EXPECT_EQ(report.planned, 2);
    EXPECT_EQ(report.failed, Texts{"b"});
}

TEST(Tap, AbsurdNumbersAreNoTap) {
    EXPECT_FALSE(is_tap("1..99999999999999999999999"));
    EXPECT_FALSE(is_tap("ok 99999999999999999999999"));
    EXPECT_FALSE(is_tap("1..-1"));
}

TEST(Tap, IsTap) {
    for (const auto* tap : {"ok 1", "ok 1 - x", "not ok 12 - x", "1..5", "1..0 # SKIP", "# diagnostic", "Bail out!",
                            "\n\nok 1", "    ok 1 - in a subtest"}) {
        EXPECT_TRUE(is_tap(tap)) << tap;
    }
    for (const auto* other : {"", "\n", "ok", "okay", "t", "not ok", "ok-1", "1", "2..3", "hello\nok 1"}) {
        EXPECT_FALSE(is_tap(other)) << other;
    }
}

}  // namespace
}  // namespace strata::core
