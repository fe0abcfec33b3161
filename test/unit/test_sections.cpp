#include <gtest/gtest.h>

#include <random>

#include "core/sections.h"

namespace strata::core {
namespace {

std::string faults(const Sections& sections) {
    std::string text;
    for (const auto& fault : sections.faults) text += fault.message + '@' + std::to_string(fault.line) + ';';
    return text;
}

TEST(Sections, AFileWithoutMarkersHasNone) {
    const auto sections = split_sections("-- migrate: the users\nSELECT 1; -- migrate:up\n-- migrate:users\n");
    EXPECT_FALSE(sections.marked);
    EXPECT_FALSE(sections.up);
    EXPECT_EQ(faults(sections), "");
}

TEST(Sections, LinesKeepTheirNumbers) {
    const auto sections = split_sections("-- description: x\n-- migrate:up\nSELECT 1;\n\n-- migrate:down\nSELECT 2;\n"
                                         "-- migrate:verify\nSELECT 3;");
    EXPECT_TRUE(sections.marked);
    EXPECT_EQ(sections.up, "\n\nSELECT 1;\n\n");
    EXPECT_EQ(sections.down, "\n\n\n\n\nSELECT 2;\n");
    EXPECT_EQ(sections.verify, "\n\n\n\n\n\n\nSELECT 3;");
    EXPECT_EQ(faults(sections), "");
}

TEST(Sections, AnyOrderAndSpacing) {
    const auto sections = split_sections("--migrate:down\r\nD\r\n  --  migrate:up transaction:false\r\nU");
    EXPECT_EQ(sections.down, "\nD\r\n");
    EXPECT_EQ(sections.up, "\n\n\nU");
    EXPECT_EQ(sections.verify, std::nullopt);
    EXPECT_EQ(faults(sections), "");
}

TEST(Sections, AnEmptySectionIsThere) {
    EXPECT_EQ(split_sections("-- migrate:up\n-- migrate:down").up, "\n");
    EXPECT_EQ(split_sections("-- migrate:up\n-- migrate:down").down, "\n\n");
}

TEST(Sections, FaultsHaveTheirLine) {
    EXPECT_EQ(faults(split_sections("-- migrate:up\nA\n-- migrate:up\nB")),
              "marker \"-- migrate:up\" stands twice@3;");
    EXPECT_EQ(faults(split_sections("-- migrate:up\nA\n-- migrate:dwon\nB")),
              "unknown marker \"-- migrate:dwon\"@3;");
    EXPECT_EQ(faults(split_sections("-- migrate:up transaction:maybe\nA")),
              "unknown option after \"-- migrate:up\": transaction:maybe@1;");
    EXPECT_EQ(faults(split_sections("-- note\n\nSELECT 0;\n-- migrate:up\nA")),
              "a statement stands before the first marker@3;");
    EXPECT_EQ(faults(split_sections("-- requires: a\n-- lock_timeout: 2s\n-- migrate:up\n-- lock_retries: 2\nA")),
              "lock_timeout stands before the first marker@2;");
}

TEST(Sections, EverySectionLineIsTheFilesLine) {
    std::mt19937 random(51);
    for (int round = 0; round < 500; ++round) {
        std::vector<std::string> lines;
        for (const auto* marker : {"-- migrate:up", "-- migrate:verify", "-- migrate:down"}) {
            lines.push_back(marker);
            for (auto count = random() % 4; count > 0; --count) lines.push_back("line " + std::to_string(lines.size()));
        }
        std::string content;
        for (const auto& line : lines) content += line + '\n';
        const auto sections = split_sections(content);
        for (const auto* section : {&sections.up, &sections.down, &sections.verify}) {
            std::size_t number = 0;
            std::string line;
            for (const char c : **section) {
                if (c != '\n') {
                    line += c;
                    continue;
                }
                ASSERT_TRUE(line.empty() || line == lines[number]) << line;
                line.clear();
                ++number;
            }
        }
    }
}

TEST(Sections, ForeignMarkers) {
    EXPECT_EQ(line_of_foreign_marker("A\n-- migrate:down\nB", ScriptRole::Up), 2);
    EXPECT_EQ(line_of_foreign_marker("-- migrate:up\nA", ScriptRole::Up), 0);
    EXPECT_EQ(line_of_foreign_marker("-- migrate:up\nA\n-- migrate:verify", ScriptRole::Up), 3);
    EXPECT_EQ(line_of_foreign_marker("-- migrate:other\nA", ScriptRole::Up), 0);
}

}  // namespace
}  // namespace strata::core
