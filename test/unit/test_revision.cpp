#include <gtest/gtest.h>

#include <set>

#include "core/encoding.h"
#include "core/revision.h"

namespace strata::core {
namespace {

TEST(Revision, FieldsStandInTheirDocumentedOrder) {
    const std::vector<std::string> a{"a"};
    const std::vector<std::string> b{"b", "c"};
    EXPECT_EQ(canonical_revision({"up", "down", "verify", "{}", a, b, "1_a", "on"}),
              CanonicalRecord("revision").text("up").text("down").text("verify").text("{}").array(a).array(b).text("1_a").text("on").bytes());
}

TEST(Revision, TextThatMovesToTheNextFieldIsAnotherRevision) {
    const std::vector<Revision> revisions{
        {"ab", "", "", "", {}, {}},          {"a", "b", "", "", {}, {}},
        {"", "ab", "", "", {}, {}},          {"", "a", "b", "", {}, {}},
        {"", "", "ab", "", {}, {}},          {"", "", "a", "b", {}, {}},
        {"", "", "", "ab", {}, {}},          {"", "", "", "", {"ab"}, {}},
        {"", "", "", "", {"a", "b"}, {}},    {"", "", "", "", {"a"}, {"b"}},
        {"", "", "", "", {}, {"a", "b"}},    {"ab", std::nullopt, "", "", {}, {}},
        {"ab", "", std::nullopt, "", {}, {}}, {"", "", "", "", {"b", "a"}, {}},
        {"", "", "", "", {}, {}, "", "on"},  {"", "", "", "", {}, {}, "", "off"},
        {"", "", "", "", {}, {}, "on", ""},
    };
    std::set<std::string> seen;
    for (const auto& revision : revisions) seen.insert(canonical_revision(revision));
    EXPECT_EQ(seen.size(), revisions.size());
}

}  // namespace
}  // namespace strata::core
