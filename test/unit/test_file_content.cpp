#include <gtest/gtest.h>

#include "core/file_content.h"

namespace strata::core {
namespace {

using namespace std::string_literals;

std::string objection(std::string_view content, ContentEncoding encoding = ContentEncoding::Utf8) {
    const auto fault = objection_to_content(content, encoding);
    return fault ? fault->message + " @" + std::to_string(fault->line) : "";
}

TEST(FileContent, TextIsFine) {
    EXPECT_EQ(objection(""), "");
    EXPECT_EQ(objection("SELECT 'naïve €𝄞';\r\n\t\f"), "");
}

TEST(FileContent, ByteOrderMarksAreReported) {
    EXPECT_EQ(objection("\xef\xbb\xbfSELECT 1;"), "file begins with a byte order mark @1");
    EXPECT_EQ(objection("\xff\xfeS\0"s), "file is in UTF-16 @1");
    EXPECT_EQ(objection("\xfe\xff\0S"s), "file is in UTF-16 @1");
    EXPECT_EQ(objection("\xef\xbb\xbfSELECT 1;", ContentEncoding::Other), "file begins with a byte order mark @1");
}

TEST(FileContent, NulBytesAreReported) {
    EXPECT_EQ(objection("a\nb\0c"s), "file holds a NUL byte @2");
    EXPECT_EQ(objection("a\nb\0c"s, ContentEncoding::Other), "file holds a NUL byte @2");
}

TEST(FileContent, WhatIsNotUtf8IsReportedWithItsLine) {
    EXPECT_EQ(objection("a\nb\n\xe9t\xe9"), "file is not valid UTF-8 @3");
    EXPECT_EQ(objection("a\nb\n\xe9t\xe9", ContentEncoding::Other), "");
}

TEST(FileContent, TheEdgesOfUtf8) {
    for (const auto* valid : {"\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
                              "\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf", "\xf1\x80\x80\x80"}) {
        EXPECT_EQ(end_of_utf8(valid), std::string_view(valid).size());
    }
    for (const auto* invalid : {"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x41", "\xe0\x9f\xbf",
                                "\xed\xa0\x80", "\xe1\x80", "\xe1\x80\x41", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80",
                                "\xf5\x80\x80\x80", "\xff", "\xf1\x80\x80", "\xf1\x80\x80\xc0"}) {
        EXPECT_EQ(end_of_utf8(invalid), 0u);
    }
    EXPECT_EQ(end_of_utf8("ab\xff"), 2u);
}

}  // namespace
}  // namespace strata::core
