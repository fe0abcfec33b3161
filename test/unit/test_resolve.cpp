#include <gtest/gtest.h>

#include <random>

#include "core/resolve.h"

namespace strata::core {
namespace {

using Names = std::vector<std::string>;

std::string found(const IdentifierIndex& index, std::string_view wanted) {
    const auto place = index.find(wanted);
    return place ? index.identifiers()[*place] : std::string(sqlstate(place.fault().condition));
}

std::string found_by_name(const IdentifierIndex& index, std::string_view wanted) {
    const auto place = index.find_by_name(wanted);
    if (!place) return std::string(sqlstate(place.fault().condition));
    return *place ? index.identifiers()[**place] : "none";
}

TEST(Resolve, TheWholeIdentifierBeatsAVersion) {
    const IdentifierIndex index(Names{"1_x", "1", "01_y"});
    EXPECT_EQ(found(index, "1"), "1");
    EXPECT_EQ(found(index, "01_y"), "01_y");
}

TEST(Resolve, AnUnambiguousVersionFindsIt) {
    const IdentifierIndex index(Names{"001_x", "002_x", "V1.2__x", "20250122_093000_x", "word"});
    EXPECT_EQ(found(index, "1"), "001_x");
    EXPECT_EQ(found(index, "V0001"), "001_x");
    EXPECT_EQ(found(index, "1.2"), "V1.2__x");
    EXPECT_EQ(found(index, "20250122093000"), "20250122_093000_x");
    EXPECT_EQ(found(index, "word"), "word");
}

TEST(Resolve, AVersionMustBeWhole) {
    const IdentifierIndex index(Names{"001_x", "20250122093000_x"});
    EXPECT_EQ(found(index, "20250122"), "MG002");
    EXPECT_EQ(found(index, "001_"), "MG002");
    EXPECT_EQ(found(index, "x"), "MG002");
}

TEST(Resolve, AnAmbiguousVersionNamesTheCandidates) {
    const IdentifierIndex index(Names{"1_z", "001_a", "2_b", "V1.0__c"});
    const auto fault = index.find("1").fault();
    EXPECT_EQ(fault.condition, Condition::AmbiguousVersion);
    EXPECT_EQ(fault.message, "version \"1\" fits more than one migration");
    EXPECT_EQ(fault.detail, "It fits \"001_a\", \"1_z\" and \"V1.0__c\".");
    EXPECT_EQ(fault.hint, "Give the whole identifier.");
}

TEST(Resolve, NoMoreThanTenCandidatesAreNamed) {
    Names names;
    for (char c = 'a'; c <= 'm'; ++c) names.push_back(std::string("1_") + c);
    const auto detail = IdentifierIndex(names).find("1").fault().detail;
    EXPECT_NE(detail.find("\"1_j\" and 3 more."), std::string::npos) << detail;
    EXPECT_EQ(detail.find("1_k"), std::string::npos);
}

TEST(Resolve, WhatIsNotThereIsMetWithSimilarNames) {
    const IdentifierIndex index(Names{"001_create_users", "002_create_orders", "003_drop"});
    const auto fault = index.find("001_creat_users").fault();
    EXPECT_EQ(fault.condition, Condition::NotRegistered);
    EXPECT_EQ(fault.message, "migration \"001_creat_users\" is not registered");
    EXPECT_EQ(fault.hint, "Did you mean \"001_create_users\"?");
    EXPECT_EQ(index.find("create_users").fault().hint, "Did you mean \"001_create_users\"?");
    EXPECT_EQ(index.find("7_create_orders").fault().hint, "Did you mean \"002_create_orders\"?");
    EXPECT_EQ(index.find("something else").fault().hint, "");
    EXPECT_EQ(index.find("9").fault().hint, "");
}

TEST(Resolve, TheMostSimilarComeFirstAndAtMostThree) {
    const IdentifierIndex index(Names{"x_aabc", "x_abcd", "x_abcf", "x_abxx", "x_abce"});
    EXPECT_EQ(index.similar("x_abce"), (Names{"x_abce", "x_abcd", "x_abcf"}));
}

TEST(Resolve, AnEmptyNameIsInvalid) {
    EXPECT_EQ(found(IdentifierIndex(Names{"a"}), ""), "MG001");
    EXPECT_EQ(found(IdentifierIndex(Names{}), "a"), "MG002");
}

TEST(Resolve, IdentifiersAreBytes) {
    const std::string quotes = "1_\"it's\"\n\xc3\xa9";
    const std::string lengthy(1000, 'x');
    const IdentifierIndex index(Names{quotes, lengthy});
    EXPECT_EQ(found(index, quotes), quotes);
    EXPECT_EQ(found(index, lengthy), lengthy);
}

TEST(Resolve, SurvivesAMove) {
    IdentifierIndex first(Names{"1_a", "2_b"});
    const IdentifierIndex second = std::move(first);
    EXPECT_EQ(found(second, "1_a"), "1_a");
    EXPECT_EQ(found_by_name(second, "b"), "2_b");
}

TEST(Resolve, HeadersMayNameWhatFollowsTheVersion) {
    const IdentifierIndex index(Names{"001_create_users", "002_create_orders", "create_users_2", "3_a", "4_a", "5_5"});
    EXPECT_EQ(found_by_name(index, "create_users"), "001_create_users");
    EXPECT_EQ(found_by_name(index, "002_create_orders"), "002_create_orders");
    EXPECT_EQ(found_by_name(index, "create_users_2"), "create_users_2");
    EXPECT_EQ(found_by_name(index, "2"), "002_create_orders");
    EXPECT_EQ(found_by_name(index, "5"), "5_5");
    EXPECT_EQ(found_by_name(index, "a"), "MG003");
    EXPECT_EQ(found_by_name(index, "nothing"), "none");
    EXPECT_EQ(found_by_name(index, ""), "none");
}

TEST(Resolve, TenThousandIdentifiers) {
    Names names;
    for (int i = 1; i <= 10000; ++i) names.push_back(std::to_string(i) + "_migration");
    const IdentifierIndex index(names);
    for (int i = 1; i <= 10000; i += 37) {
        ASSERT_EQ(found(index, "00" + std::to_string(i)), names[static_cast<std::size_t>(i - 1)]);
    }
    EXPECT_EQ(index.find("10000_migrations").fault().hint.find("Did you mean \"10000_migration\""), 0u);
}

std::size_t plain_distance(std::string_view a, std::string_view b) {
    if (a.empty() || b.empty()) return a.size() + b.size();
    const auto rest = plain_distance(a.substr(1), b.substr(1));
    if (a.front() == b.front()) return rest;
    return 1 + std::min({rest, plain_distance(a.substr(1), b), plain_distance(a, b.substr(1))});
}

TEST(EditDistance, AgreesWithItsDefinition) {
    std::mt19937 random(3);
    const auto word = [&] {
        std::string text(random() % 7, ' ');
        for (char& c : text) c = static_cast<char>('a' + random() % 3);
        return text;
    };
    for (int round = 0; round < 3000; ++round) {
        const auto a = word();
        const auto b = word();
        const auto distance = plain_distance(a, b);
        for (std::size_t limit = 0; limit < 5; ++limit) {
            EXPECT_EQ(edit_distance(a, b, limit), distance <= limit ? std::optional(distance) : std::nullopt)
                << a << ' ' << b << ' ' << limit;
        }
    }
}

}  // namespace
}  // namespace strata::core
