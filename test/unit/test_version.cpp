#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "core/version.h"

namespace strata::core {
namespace {

bool before(std::string_view a, std::string_view b) { return Place(a, 0) < Place(b, 0); }

std::string key(std::string_view identifier) { return version_key(parse_version(identifier)); }

// `ascending` holds identifiers in the order in which they should stand.
void expect_order(const std::vector<std::string>& ascending) {
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        for (std::size_t j = 0; j < ascending.size(); ++j) {
            EXPECT_EQ(before(ascending[i], ascending[j]), i < j) << ascending[i] << " and " << ascending[j];
        }
    }
}

TEST(Version, NumbersOfAnyLength) {
    expect_order({"0_a", "1_b", "002_a", "10_a", "99999999999999999999999_a", "100000000000000000000000_a"});
}

TEST(Version, LeadingZerosDoNotCount) {
    EXPECT_EQ(key("001_x"), key("1"));
    EXPECT_EQ(key("0"), key("000_y"));
    EXPECT_NE(key("0"), key("1"));
    expect_order({"001_x", "01_x", "1_x"});
}

TEST(Version, DatesCompareAsLeftAlignedDigits) {
    expect_order({"20250122_x", "20250122000000_x", "202501220000001_x", "20250122000001_x", "20250123_x",
                  "202607301400000000_x", "20260731000000_x"});
}

TEST(Version, NumbersComeBeforeDatesBeforeNone) {
    expect_order({"00000000000000_x", "5_x", "20241301000000_x", "99999999999999_x", "19000101_x", "x"});
}

TEST(Version, OnlyAPlausibleDateIsADate) {
    for (const auto* date : {"19000101_x", "29991231235959_x", "20250229_x", "V20250101__x"}) {
        EXPECT_EQ(parse_version(date).kind, VersionKind::Date) << date;
    }
    for (const auto* number : {"18991231_x", "30000101_x", "20250001_x", "20251301_x", "20250100_x", "20250132_x",
                               "2025010_x", "00000000000000_x", "1510262030_x"}) {
        EXPECT_EQ(parse_version(number).kind, VersionKind::Number) << number;
    }
}

TEST(Version, DateAndTimeCountAsOne) {
    EXPECT_EQ(key("20250122_093000_x"), key("20250122093000_y"));
    EXPECT_EQ(name_after_version("20250122_093000_x"), "x");
    EXPECT_EQ(key("20250122_093000"), "d20250122093000");
    expect_order({"20250122_093000_b", "20250122_093001_a"});
    expect_order({"20250122_x", "20250122_000000_x"});
}

TEST(Version, OtherDigitsAfterADateAreTheName) {
    EXPECT_EQ(key("20250122_0930_x"), "d20250122");
    EXPECT_EQ(key("20250122_0930000_x"), "d20250122");
    EXPECT_EQ(key("20250122-093000_x"), "d20250122");
    EXPECT_EQ(key("202501221_093000_x"), "d202501221");
    EXPECT_EQ(name_after_version("20250122_0930000_x"), "0930000_x");
}

TEST(Version, PartsFollowDots) {
    expect_order({"V1__x", "V1.1__x", "V1.2__x", "V1.2.1__x", "V1.10__x", "V2__x"});
    EXPECT_EQ(key("V1.2__x"), key("1.02"));
    EXPECT_EQ(key("V1.0.0__x"), key("1"));
    EXPECT_NE(key("V1.0.1__x"), key("1.1"));
    EXPECT_EQ(key("20250122.1_x"), "d20250122.1");
    expect_order({"20250122.2_x", "20250122.10_x"});
}

TEST(Version, UnderscoresAndLoneDotsMakeNoParts) {
    EXPECT_EQ(key("1_2_x"), key("1"));
    EXPECT_EQ(key("1.x"), key("1"));
    EXPECT_EQ(key("1..2"), key("1"));
    EXPECT_EQ(name_after_version("1_2_x"), "2_x");
}

TEST(Version, AnOptionalVBeforeTheDigits) {
    EXPECT_EQ(key("V7__x"), key("7_y"));
    EXPECT_EQ(key("v7_x"), key("7_y"));
    for (const auto* without : {"", "V", "v", "Vx1", "VV1", "x1", "-1", " 1", "_1", "é1"}) {
        EXPECT_EQ(parse_version(without).kind, VersionKind::None) << without;
        EXPECT_EQ(key(without), "");
    }
}

TEST(Version, WithoutVersionRegistrationDecides) {
    EXPECT_LT(Place("zebra", 1), Place("ant", 2));
    EXPECT_LT(Place("ant", 2), Place("zebra", 2));
    EXPECT_LT(Place("99_late", 9), Place("ant", 1));
}

TEST(Version, WithVersionRegistrationDoesNotMatter) {
    EXPECT_LT(Place("1_a", 9), Place("1_b", 1));
    EXPECT_EQ(Place("1_a", 9), Place("1_a", 1));
}

TEST(Version, TiesGoBytewise) {
    expect_order({"1_A", "1_a", "1_\xc3\xa9", "1_\xff"});
}

TEST(Version, NameAfterVersion) {
    EXPECT_EQ(name_after_version("003_create_x"), "create_x");
    EXPECT_EQ(name_after_version("V1.2__x"), "x");
    EXPECT_EQ(name_after_version("20240414161707_basejump-setup"), "basejump-setup");
    EXPECT_EQ(name_after_version("create_x"), "create_x");
    EXPECT_EQ(name_after_version("003"), "");
    EXPECT_EQ(name_after_version("003_"), "");
    EXPECT_EQ(name_after_version("2fa"), "fa");
    EXPECT_EQ(name_after_version(""), "");
}

TEST(Version, IsVersion) {
    for (const auto* version : {"1", "001", "V1.2", "20250122_093000", "20250122"}) EXPECT_TRUE(is_version(version));
    for (const auto* other : {"", "V", "1_", "1.", "001_x", "x"}) EXPECT_FALSE(is_version(other)) << other;
}

std::string random_identifier(std::mt19937& random) {
    static const std::vector<std::string> leads = {"",     "0",  "1",        "01",       "001",           "2",
                                                   "10",   "V1", "v2",       "V1.2",     "1.2",           "1.10",
                                                   "1.0",  "1.", "20250122", "20250123", "20250122000000", "2025",
                                                   "30000101", "20250122_000000", "20250122_0000", "18991231", "x"};
    static const std::vector<std::string> tails = {"", "_", "_a", "__a", "_b", "a", ".1", ".0_a", "0", "_000000"};
    return leads[random() % leads.size()] + tails[random() % tails.size()];
}

TEST(Version, PlacesAreTotallyOrdered) {
    std::mt19937 random(7);
    std::vector<std::string> identifiers;
    for (int i = 0; i < 150; ++i) identifiers.push_back(random_identifier(random));
    std::vector<Place> places;
    for (const auto& identifier : identifiers) places.emplace_back(identifier, static_cast<std::int64_t>(random() % 3));
    for (const auto& a : places) {
        EXPECT_EQ(a <=> a, std::strong_ordering::equal);
        for (const auto& b : places) {
            EXPECT_EQ(a <=> b, 0 <=> (b <=> a)) << a.identifier << " and " << b.identifier;
            for (const auto& c : places) {
                ASSERT_TRUE(!(a <= b && b <= c) || a <= c)
                    << a.identifier << ' ' << b.identifier << ' ' << c.identifier;
            }
        }
    }
}

TEST(Version, KeysAreEqualExactlyForEqualVersions) {
    std::mt19937 random(11);
    for (int i = 0; i < 20000; ++i) {
        const auto a = parse_version(random_identifier(random));
        const auto b = parse_version(random_identifier(random));
        EXPECT_EQ(version_key(a) == version_key(b), compare(a, b) == 0);
    }
}

}  // namespace
}  // namespace strata::core
