#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/directory.h"

namespace strata::core {
namespace {

using Texts = std::vector<std::string>;

// "identifier(up|down|verify) ...", with "-" for a script that is not there.
std::string outline(const LoadedDirectory& loaded) {
    std::string text;
    for (const auto& migration : loaded.migrations) {
        text += (text.empty() ? "" : " ") + migration.identifier + '(' + migration.up + '|' +
                migration.down.value_or("-") + '|' + migration.verify.value_or("-") + ')';
    }
    return text;
}

// "path:line: message", one per line.
std::string faults(const LoadedDirectory& loaded) {
    std::string text;
    for (const auto& [path, migration, fault] : loaded.faults) {
        text += (text.empty() ? "" : "\n") + path + ':' + std::to_string(fault.line) + ": " + fault.message;
    }
    return text;
}

TEST(Directory, NothingGivesNothing) {
    EXPECT_EQ(outline(load_directory({})), "");
    EXPECT_EQ(faults(load_directory({{"README.md", "x"}, {".hidden.sql", "x"}})), "");
}

TEST(Directory, EveryLayoutTogether) {
    const auto loaded = load_directory({
        {"001_a.sql", "A"},
        {"002_b.up.sql", "B"},
        {"002_b.down.sql", "b"},
        {"002_b.verify.sql", "b?"},
        {"003_c.sql", "C"},
        {"003_c_rollback.sql", "c"},
        {"validate_003.sql", "c?"},
        {"004_d/up.sql", "D"},
        {"004_d/down.sql", "d"},
        {"004_d/verify.sql", "d?"},
        {"005_e.sql", "-- migrate:up\nE\n-- migrate:down\ne\n"},
        {"validate_005_e.sql", "e?"},
    });
    EXPECT_EQ(faults(loaded), "");
    EXPECT_EQ(outline(loaded), "001_a(A|-|-) 002_b(B|b|b?) 003_c(C|c|c?) 004_d(D|d|d?) 005_e(\nE\n|\n\n\ne\n|e?)");
    EXPECT_EQ(loaded.migrations[2].files, (Texts{"003_c.sql", "003_c_rollback.sql", "validate_003.sql"}));
}

TEST(Directory, AScriptIsTheExactContentOfItsFile) {
    const std::string content = "\n  -- requires: nothing\r\nSELECT 1;\n\n";
    EXPECT_EQ(load_directory({{"1_a.sql", content}}).migrations[0].up, content);
}

TEST(Directory, MigrationsStandInVersionOrder) {
    EXPECT_EQ(outline(load_directory({{"10_b.sql", "B"}, {"9_a.sql", "A"}, {"20250101_c.sql", "C"}})),
              "9_a(A|-|-) 10_b(B|-|-) 20250101_c(C|-|-)");
}

TEST(Directory, EmptyWaysBackAreNoneAndWhiteSpaceIsAScript) {
    const auto loaded = load_directory({{"1_a.sql", "-- migrate:up\nA\n-- migrate:down\n\n"},
                                        {"2_b.up.sql", "B"},
                                        {"2_b.down.sql", " \n"},
                                        {"2_b.verify.sql", ""}});
    EXPECT_EQ(faults(loaded), "");
    EXPECT_EQ(outline(loaded), "1_a(\nA\n|-|-) 2_b(B| \n|-)");
}

TEST(Directory, HeadersResolveWithinTheSet) {
    const auto loaded = load_directory({
        {"001_create_users.sql", "SELECT 1;"},
        {"002_create_orders.sql", "-- requires: create_users, elsewhere, 001_create_users, 1\n-- conflicts: 003_old\n"
                                  "-- description: Orders.\nSELECT 2;"},
        {"003_old.sql", "SELECT 3;"},
    });
    EXPECT_EQ(faults(loaded), "");
    EXPECT_EQ(loaded.migrations[1].requirements, (Texts{"001_create_users", "elsewhere"}));
    EXPECT_EQ(loaded.migrations[1].conflicts, Texts{"003_old"});
    EXPECT_EQ(loaded.migrations[1].description, "Orders.");
}

TEST(Directory, HeadersOfMarkedFilesCount) {
    const auto loaded = load_directory({{"1_a.sql", "A"}, {"2_b.sql", "-- requires: a\n-- migrate:up\nB"}});
    EXPECT_EQ(loaded.migrations[1].requirements, Texts{"1_a"});
}

TEST(Directory, HeadersOfWaysBackDoNotCount) {
    const auto loaded = load_directory({{"1_a.up.sql", "A"}, {"1_a.down.sql", "-- requires: x\na"}});
    EXPECT_TRUE(loaded.migrations[0].requirements.empty());
}

TEST(Directory, AnAmbiguousHeaderIsAFault) {
    const auto loaded = load_directory({{"1_a.sql", "A"}, {"2_a.sql", "A"}, {"3_b.sql", "--\n-- requires: a\nB"}});
    EXPECT_EQ(faults(loaded), "3_b.sql:2: name \"a\" fits more than one migration");
    EXPECT_EQ(loaded.faults[0].fault.condition, Condition::AmbiguousVersion);
    EXPECT_EQ(loaded.faults[0].migration, "3_b");
}

TEST(Directory, NobodyRequiresItself) {
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "-- requires: a\nA"}, {"2_b.sql", "-- conflicts: 2\nB"}})),
              "1_a.sql:1: migration \"1_a\" requires itself\n2_b.sql:1: migration \"2_b\" conflicts with itself");
}

TEST(Directory, AWayBackWithoutAWayForth) {
    EXPECT_EQ(faults(load_directory({{"1_a.down.sql", "a"}, {"2_b_rollback.sql", "b"}, {"3_c/verify.sql", "c"}})),
              "1_a.down.sql:0: migration \"1_a\" has no up script\n"
              "2_b_rollback.sql:0: migration \"2_b\" has no up script\n"
              "3_c/verify.sql:0: migration \"3_c\" has no up script");
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "-- migrate:down\na"}})),
              "1_a.sql:0: migration \"1_a\" has no up script");
}

TEST(Directory, TwoFilesForOneRole) {
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "A"}, {"1_a.up.sql", "A"}, {"1_a/up.sql", "A"}})),
              "1_a.up.sql:0: migration \"1_a\" has two up scripts: \"1_a.sql\" and \"1_a.up.sql\"\n"
              "1_a/up.sql:0: migration \"1_a\" has two up scripts: \"1_a.sql\" and \"1_a/up.sql\"");
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "-- migrate:up\nA\n-- migrate:down\na"}, {"1_a_rollback.sql", "a"}})),
              "1_a_rollback.sql:0: migration \"1_a\" has two down scripts: \"1_a.sql\" and \"1_a_rollback.sql\"");
}

TEST(Directory, AFileThatFitsNothingIsReported) {
    EXPECT_EQ(faults(load_directory({{"seed.sql", "x"}, {"1_a/more.sql", "x"}})),
              "1_a/more.sql:0: file name fits no layout of migrations\n"
              "seed.sql:0: file name fits no layout of migrations");
}

TEST(Directory, AValidationMustFindItsMigration) {
    EXPECT_EQ(faults(load_directory(
                  {{"1_a.sql", "A"}, {"01_b.sql", "B"}, {"validate_1.sql", "x"}, {"validate_2.sql", "x"}})),
              "validate_1.sql:0: cannot tell what the file validates: version \"1\" fits more than one migration\n"
              "validate_2.sql:0: there is no migration \"2\" to validate");
}

TEST(Directory, AnotherToolsWayBackIsNoMigration) {
    for (const auto* path : {"1_a_down.sql", "1_a.undo.sql", "1_a_verify.sql", "1_a.rollback.sql"}) {
        EXPECT_EQ(faults(load_directory({{"1_a.sql", "A"}, {path, "a"}})),
                  std::string(path) + ":0: file looks like a script of migration \"1_a\"");
    }
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "A"}, {"1_a_down.up.sql", "a"}})), "");
    EXPECT_EQ(faults(load_directory({{"1_slow_down.sql", "A"}})), "");
}

TEST(Directory, MarkersOfOtherSectionsInSingleScriptsAreFaults) {
    EXPECT_EQ(faults(load_directory({{"1_a.up.sql", "A\n-- migrate:down\na"}})),
              "1_a.up.sql:2: marker of another section in up script");
    EXPECT_EQ(faults(load_directory({{"1_a.up.sql", "-- migrate:up\nA"}})), "");
}

TEST(Directory, SectionFaultsAreReported) {
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "-- migrate:up\nA\n-- migrate:up\nB"}})),
              "1_a.sql:3: marker \"-- migrate:up\" stands twice");
}

TEST(Directory, ContentThatIsNoTextIsReported) {
    const std::string nul("A\nB\0", 4);
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "\xef\xbb\xbf" "A"}, {"2_b.sql", nul}, {"3_c.sql", "\xe9"}})),
              "1_a.sql:1: file begins with a byte order mark\n2_b.sql:2: file holds a NUL byte\n"
              "3_c.sql:1: file is not valid UTF-8");
    EXPECT_EQ(faults(load_directory({{"3_c.sql", "\xe9"}}, ContentEncoding::Other)), "");
}

TEST(Directory, AnEmptyUpScriptIsReported) {
    EXPECT_EQ(faults(load_directory({{"1_a.sql", ""}, {"2_b.sql", "-- migrate:up\n-- migrate:down\nb"}})),
              "1_a.sql:0: up script is empty\n2_b.sql:0: up script is empty");
}

TEST(Directory, MarkersOfOtherToolsAreRefused) {
    EXPECT_EQ(faults(load_directory({{"1_a.sql", "-- +goose Up\nCREATE TABLE a ();\n-- +goose Down\nDROP TABLE a;\n"},
                                     {"2_b.sql", "SELECT 1;\n  --   +migrate Down\n"},
                                     {"3_c.sql", "-- goose is a bird\nSELECT '\n+goose Up';"}})),
              "1_a.sql:1: marker of another tool: both directions would run as one script\n"
              "2_b.sql:2: marker of another tool: both directions would run as one script");
}

TEST(Directory, SaysTheSameWhateverTheOrderOfFiles) {
    std::vector<File> files{{"1_a.sql", "A"}, {"1_a.up.sql", "A2"}, {"2_b.up.sql", "-- requires: a\nB"},
                            {"2_b.down.sql", "b"}, {"validate_1.sql", "x"}, {"validate_2.sql", "y"}, {"seed.sql", "s"},
                            {"3_c_rollback.sql", "c"}, {"4_d.sql", ""}, {"validate_2_b.sql", "z"}};
    const auto said = [](const std::vector<File>& set) {
        const auto loaded = load_directory(set);
        return outline(loaded) + '\n' + faults(loaded);
    };
    const auto expected = said(files);
    std::mt19937 random(61);
    for (int round = 0; round < 100; ++round) {
        std::shuffle(files.begin(), files.end(), random);
        ASSERT_EQ(said(files), expected);
    }
}

}  // namespace
}  // namespace strata::core
