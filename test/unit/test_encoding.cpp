#include <gtest/gtest.h>

#include <random>
#include <set>

#include "core/encoding.h"

namespace strata::core {
namespace {

using namespace std::string_literals;
using Texts = std::vector<std::string>;

const std::string header = "\x01T\0\0\0\0\0\0\0\x01r"s;

std::string bytes_after_header(const CanonicalRecord& record) { return record.bytes().substr(header.size()); }

TEST(Encoding, BeginsWithVersionAndName) { EXPECT_EQ(CanonicalRecord("r").bytes(), header); }

TEST(Encoding, TheFormatIsStable) {
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").null()), "N");
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").text("ab")), "T\0\0\0\0\0\0\0\x02" "ab"s);
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").integer(258)), "I\0\0\0\0\0\0\x01\x02"s);
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").integer(-1)), "I\xff\xff\xff\xff\xff\xff\xff\xff"s);
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").boolean(true).boolean(false)), "B\1B\0"s);
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").array(Texts{"a", ""})),
              "A\0\0\0\0\0\0\0\x02T\0\0\0\0\0\0\0\x01" "aT\0\0\0\0\0\0\0\0"s);
}

TEST(Encoding, NullIsNotEmpty) {
    const std::optional<std::string> none;
    const std::optional<std::string> empty = "";
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").text(none)), "N");
    EXPECT_NE(CanonicalRecord("r").text(none).bytes(), CanonicalRecord("r").text(empty).bytes());
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").integer(std::optional<std::int64_t>())), "N");
    EXPECT_EQ(bytes_after_header(CanonicalRecord("r").integer(std::optional<std::int64_t>(0))), "I\0\0\0\0\0\0\0\0"s);
}

TEST(Encoding, BoundariesMatter) {
    EXPECT_NE(CanonicalRecord("r").text("ab").text("").bytes(), CanonicalRecord("r").text("a").text("b").bytes());
    EXPECT_NE(CanonicalRecord("r").array(Texts{"a", "b"}).array(Texts{}).bytes(),
              CanonicalRecord("r").array(Texts{"a"}).array(Texts{"b"}).bytes());
    EXPECT_NE(CanonicalRecord("r").bytes(), CanonicalRecord("s").bytes());
}

TEST(Encoding, DifferentRecordsHaveDifferentBytes) {
    std::mt19937 random(41);
    std::set<std::string> seen;
    std::set<Texts> records;
    for (int round = 0; round < 5000; ++round) {
        Texts fields(random() % 4);
        for (auto& field : fields) {
            field.assign(random() % 4, ' ');
            for (char& c : field) c = "TNA\0\1"[random() % 5];
        }
        CanonicalRecord record("r");
        for (const auto& field : fields) record.text(field);
        EXPECT_EQ(records.insert(fields).second, seen.insert(record.bytes()).second);
    }
}

}  // namespace
}  // namespace strata::core
