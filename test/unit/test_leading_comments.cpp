#include <gtest/gtest.h>

#include "core/leading_comments.h"

namespace strata::core {
namespace {

TEST(LeadingComments, WhereTheyEnd) {
    EXPECT_EQ(read_leading_comments(" -- a\n/* b */ S").end, 14u);
    EXPECT_EQ(read_leading_comments("S").end, 0u);
    EXPECT_EQ(read_leading_comments("-- a").end, 4u);
    EXPECT_EQ(read_leading_comments("- a").end, 0u);
    EXPECT_EQ(read_leading_comments("").end, 0u);
}

TEST(LeadingComments, LinesCountWhatStandsBetween) {
    const auto found = read_leading_comments("\n-- a\n/* b\n-- c\n*/ -- d\n\n\n--e\nSELECT 1; -- f");
    ASSERT_EQ(found.lines.size(), 3u);
    EXPECT_EQ(found.lines[0].line, 2);
    EXPECT_EQ(found.lines[1].line, 5);
    EXPECT_EQ(found.lines[2].line, 8);
    EXPECT_EQ(found.lines[2].text, "e");
}

TEST(LeadingComments, KeyAndValueAreTrimmed) {
    const auto pair = split_key({"  a key :  x: y \r", 1});
    ASSERT_TRUE(pair);
    EXPECT_EQ(pair->key, "a key");
    EXPECT_EQ(pair->value, "x: y");
    EXPECT_FALSE(split_key({" none", 1}));
}

}  // namespace
}  // namespace strata::core
