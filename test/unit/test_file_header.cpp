#include <gtest/gtest.h>

#include "core/file_header.h"

namespace strata::core {
namespace {

// "name@line name@line"
std::string shown(const std::vector<HeaderName>& names) {
    std::string text;
    for (const auto& [name, line] : names) text += (text.empty() ? "" : " ") + name + '@' + std::to_string(line);
    return text;
}

TEST(FileHeader, ReadsAllKeys) {
    const auto header = read_header("-- requires: a, b\n-- conflicts: c\n-- description: What it does.\nSELECT 1;\n");
    EXPECT_EQ(shown(header.requirements), "a@1 b@1");
    EXPECT_EQ(shown(header.conflicts), "c@2");
    EXPECT_EQ(header.description, "What it does.");
}

TEST(FileHeader, KeysMayRepeat) {
    const auto header = read_header("--requires:a\n--\n--  Requires : b ,, c,\n-- description: x\n-- description: y");
    EXPECT_EQ(shown(header.requirements), "a@1 b@3 c@3");
    EXPECT_EQ(header.description, "x\ny");
}

TEST(FileHeader, OnlyTheLeadingCommentsCount) {
    EXPECT_EQ(shown(read_header("\n\n-- requires: a\nSELECT 1;\n-- requires: b\n").requirements), "a@3");
    EXPECT_EQ(shown(read_header("SELECT 1; -- requires: a\n").requirements), "");
    EXPECT_EQ(shown(read_header("").requirements), "");
}

TEST(FileHeader, MarkersAreComments) {
    EXPECT_EQ(shown(read_header("-- migrate:up\n-- requires: a\nSELECT 1;").requirements), "a@2");
}

TEST(FileHeader, BlockCommentsArePassedOver) {
    EXPECT_EQ(shown(read_header("/* -- requires: x\n /* nested */ */ -- requires: a\n-- requires: b").requirements),
              "a@2 b@3");
    EXPECT_EQ(shown(read_header("/* open\n-- requires: x").requirements), "");
    EXPECT_EQ(shown(read_header("/*/ -- requires: x\n*/-- requires: a").requirements), "a@2");
}

TEST(FileHeader, CarriageReturnsAreNotPartOfNames) {
    EXPECT_EQ(shown(read_header("-- requires: a\r\n-- requires: b\r\nSELECT 1;\r\n").requirements), "a@1 b@2");
}

TEST(FileHeader, NamesAreKeptAsWritten) {
    EXPECT_EQ(shown(read_header("-- requires: 001_It's \"x\": y").requirements), "001_It's \"x\": y@1");
}

TEST(FileHeader, OtherCommentsAreNoHeader) {
    const auto header = read_header("-- what this requires: nothing\n-- requires a\n- requires: b\n");
    EXPECT_TRUE(header.requirements.empty());
}

}  // namespace
}  // namespace strata::core
