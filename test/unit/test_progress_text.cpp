#include <gtest/gtest.h>

#include <random>

#include "core/progress_text.h"

namespace strata::core {
namespace {

void expect_same(const Progress& got, const Progress& expected) {
    EXPECT_EQ(got.run, expected.run);
    EXPECT_EQ(got.step.number, expected.step.number);
    EXPECT_EQ(got.step.of, expected.step.of);
    EXPECT_EQ(got.statement.number, expected.statement.number);
    EXPECT_EQ(got.statement.of, expected.statement.of);
    EXPECT_EQ(got.line, expected.line);
    EXPECT_EQ(got.migration, expected.migration);
    EXPECT_EQ(got.phase, expected.phase);
}

void expect_round_trip(const Progress& progress) {
    const auto read = read_progress(progress_text(progress));
    ASSERT_TRUE(read.has_value()) << progress_text(progress);
    expect_same(*read, progress);
}

TEST(ProgressText, NumbersComeFirst) {
    EXPECT_EQ(progress_text({7, {2, 9}, {3, 12}, 14, "x", "up script"}),
              "pg_strata: run 7, step 2 of 9, statement 3 of 12, line 14: migration \"x\", up script");
    EXPECT_EQ(progress_text({{}, {}, {2, 7}, 12, "x", "up script"}),
              "pg_strata: statement 2 of 7, line 12: migration \"x\", up script");
    EXPECT_EQ(progress_text({7, {}, {}, 0, "", "waiting for another run"}), "pg_strata: run 7: waiting for another run");
}

TEST(ProgressText, IsReadBack) {
    expect_round_trip({7, {2, 9}, {3, 12}, 14, "x", "up script"});
    expect_round_trip({{}, {}, {2, 7}, 12, "x", "verify script"});
    expect_round_trip({7, {2, 9}, {}, 0, "", "waiting to try again"});
    expect_round_trip({7, {2, 9}, {}, 0, "x", "waiting to try again"});
    expect_round_trip({7, {}, {}, 0, "", "planning"});
    expect_round_trip({{}, {}, {}, 0, "", "planning"});
}

TEST(ProgressText, IdentifiersMayHoldAnything) {
    for (const char* name : {"a\"b", "a\", up script", "line 3: x", "run 7, step", "\"", "é\n", "a: b, c"})
        expect_round_trip({7, {2, 9}, {3, 12}, 14, name, "up script"});
}

TEST(ProgressText, OtherTextsAreNone) {
    EXPECT_FALSE(read_progress(""));
    EXPECT_FALSE(read_progress("SELECT migrate_apply()"));
    EXPECT_FALSE(read_progress("pg_strata"));
}

TEST(ProgressText, OfACutOffTextWhatIsThereIsRead) {
    const std::string whole = progress_text({7, {2, 9}, {3, 12}, 14, "001_users", "up script"});
    const std::string numbers = "pg_strata: run 7, step 2 of 9, statement 3 of 12, line 14: ";
    for (std::size_t length = 0; length <= whole.size(); ++length) {
        const auto read = read_progress(whole.substr(0, length));
        if (length < numbers.size()) continue;
        ASSERT_TRUE(read.has_value());
        EXPECT_EQ(read->line, 14);
        EXPECT_EQ(read->step.of, 9);
    }
    const auto cut = read_progress(numbers + "migration \"001_us");
    ASSERT_TRUE(cut.has_value());
    EXPECT_EQ(cut->migration, "001_us");
    EXPECT_EQ(cut->phase, "");
}

TEST(ProgressText, AnyNumbersAndNamesAreReadBack) {
    std::mt19937 generator(4);
    const auto random = [&] { return static_cast<std::int64_t>(generator()); };
    const std::string letters = "ab\", :19 ru\n";
    for (int round = 0; round < 2000; ++round) {
        Progress progress;
        if (random() % 2) progress.run = random();
        if (random() % 2) progress.step = {random() % 100, 1 + random() % 100};
        if (random() % 2) progress.statement = {random() % 100, 1 + random() % 100};
        if (random() % 2) progress.line = 1 + random() % 1000;
        for (auto i = random() % 12; i > 0; --i) progress.migration += letters[static_cast<std::size_t>(random()) % letters.size()];
        progress.phase = random() % 2 ? "up script" : "waiting to try again";
        expect_round_trip(progress);
    }
}

}  // namespace
}  // namespace strata::core
