#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "core/text.h"

namespace strata::core {
namespace {

using Names = std::vector<std::string>;

// What the server makes of a literal: the inverse of quote_literal.
std::string read_literal(std::string_view literal) {
    const bool escapes = literal.front() == 'E';
    literal = literal.substr(escapes ? 2 : 1);
    literal.remove_suffix(1);
    std::string text;
    for (std::size_t i = 0; i < literal.size(); ++i) {
        if (literal[i] == '\'') {
            EXPECT_EQ(literal.substr(i, 2), "''");
            text += literal[i++];
        } else if (escapes && literal[i] == '\\') {
            const char next = literal[++i];
            if (next == 'x') {
                text += static_cast<char>(std::stoi(std::string(literal.substr(i + 1, 2)), nullptr, 16));
                i += 2;
            } else {
                text += next == 'n' ? '\n' : next == 'r' ? '\r' : next == 't' ? '\t' : next;
            }
        } else {
            text += literal[i];
        }
    }
    return text;
}

TEST(Text, ConcatTakesTextsCharactersAndIntegers) {
    const std::string owned = "c";
    EXPECT_EQ(concat("a", 'b', owned, std::string_view("d"), 5, std::size_t{6}, -7L), "abcd56-7");
    EXPECT_EQ(concat(), "");
}

TEST(Text, LiteralDoublesQuotes) {
    EXPECT_EQ(quote_literal("x"), "'x'");
    EXPECT_EQ(quote_literal("it's"), "'it''s'");
    EXPECT_EQ(quote_literal(""), "''");
    EXPECT_EQ(quote_literal("naïve"), "'naïve'");
}

TEST(Text, LiteralStaysOnOneLine) {
    EXPECT_EQ(quote_literal("a\nb"), "E'a\\nb'");
    EXPECT_EQ(quote_literal("a\\b'c"), "E'a\\\\b''c'");
    EXPECT_EQ(quote_literal("\r\t\x01\x7f"), "E'\\r\\t\\x01\\x7f'");
}

TEST(Text, LiteralReadsBackExactly) {
    std::mt19937 random(1);
    const std::string alphabet = "ab'\\\n\r\t\x02" "1fEx\"";
    for (int round = 0; round < 2000; ++round) {
        std::string text(random() % 12, ' ');
        for (char& c : text) c = alphabet[random() % alphabet.size()];
        const auto literal = quote_literal(text);
        EXPECT_EQ(literal.find('\n'), std::string::npos);
        EXPECT_EQ(read_literal(literal), text) << literal;
    }
}

TEST(Text, IdentifierIsAlwaysQuoted) {
    EXPECT_EQ(quote_identifier("select"), "\"select\"");
    EXPECT_EQ(quote_identifier("a\"b"), "\"a\"\"b\"");
}

TEST(Text, ArrayOfLiterals) {
    EXPECT_EQ(quote_array(Names{}), "'{}'");
    EXPECT_EQ(quote_array(Names{"a", "b'"}), "ARRAY['a', 'b''']");
    EXPECT_EQ(quote_array(Names{""}), "ARRAY['']");
}

TEST(Text, SelectCall) {
    EXPECT_EQ(select_call("migrate_status", {}), "SELECT * FROM migrate_status()");
    EXPECT_EQ(select_call("f", {"'a'", "b => 1"}), "SELECT * FROM f('a', b => 1)");
}

TEST(Text, HumanList) {
    EXPECT_EQ(human_list(Names{}), "");
    EXPECT_EQ(human_list(Names{"a"}), "a");
    EXPECT_EQ(human_list(Names{"a", "b"}), "a and b");
    EXPECT_EQ(human_list(Names{"a", "b", "c"}, "or"), "a, b or c");
    EXPECT_EQ(human_list(Names{"a", "b", "c"}, "and", 3), "a, b and c");
    EXPECT_EQ(human_list(Names{"a", "b", "c", "d"}, "and", 2), "a, b and 2 more");
    EXPECT_EQ(quoted_list(Names{"a", "b"}), "\"a\" and \"b\"");
    EXPECT_EQ(quoted_list(Names{"a", "b", "c"}, "or", 1), "\"a\" and 2 more");
}

TEST(Text, Counted) {
    EXPECT_EQ(counted(0, "step", "steps"), "0 steps");
    EXPECT_EQ(counted(1, "step", "steps"), "1 step");
    EXPECT_EQ(counted(2, "step", "steps"), "2 steps");
}

TEST(Text, TrimAndBlank) {
    EXPECT_EQ(trim(" \t\r\n a b \v\f"), "a b");
    EXPECT_EQ(trim(""), "");
    EXPECT_TRUE(is_blank(" \n"));
    EXPECT_FALSE(is_blank(" x"));
    EXPECT_FALSE(is_blank("\xc2\xa0"));
}

TEST(Text, CaseIsThatOfAscii) {
    EXPECT_TRUE(equal_ignoring_case("AbZ@[", "aBz@["));
    EXPECT_FALSE(equal_ignoring_case("@", "`"));
    EXPECT_FALSE(equal_ignoring_case("ab", "abc"));
}

}  // namespace
}  // namespace strata::core
