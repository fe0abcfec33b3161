#include "core/mention_text.h"

#include <gtest/gtest.h>

namespace strata::core {
namespace {

Mention full() {
    Mention mention;
    mention.bearing = Bearing::Provides;
    mention.kind = ObjectKind::Function;
    mention.strength = Strength::Dynamic;
    mention.flags = mention_flag::or_replace | mention_flag::has_arguments;
    mention.line = 12;
    mention.statement = 3;
    mention.schema = "app";
    mention.name = "tab\tand\nnewline\\and\x1f\x1e";
    mention.member = "é";
    mention.origin = {"", "old"};
    mention.origin_member = "older";
    mention.or_of = {{"a", "b"}, {"", "c"}};
    mention.arguments = {"int4", "", "text[]"};
    mention.fewest = 1;
    mention.most = 100;
    return mention;
}

TEST(MentionText, KeepsEverything) {
    const Reading reading = {full(), Mention{.name = "x"}, Mention{.bearing = Bearing::LeavePath}};
    EXPECT_EQ(unpack(pack(reading)), reading);
}

TEST(MentionText, AnEmptyReadingIsOne) { EXPECT_EQ(unpack(pack({})), Reading{}); }

TEST(MentionText, AnotherVersionIsNone) {
    std::string text = pack({full()});
    text.front() = static_cast<char>(text.front() + 1);
    EXPECT_EQ(unpack(text), std::nullopt);
}

TEST(MentionText, GarbageIsNone) {
    const auto head = std::to_string(reading_version) + "\n";
    for (const auto* line : {"", "x\n", "0\t0\n", "0\t999\t0\t0\t1\t1\t\tx\t\n", "-1\t0\t0\t0\t1\t1\t\tx\t\n"})
        EXPECT_EQ(unpack(*line == '\0' ? line : head + line), std::nullopt) << line;
}

}  // namespace
}  // namespace strata::core
