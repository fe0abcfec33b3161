#include "core/may_provide.h"

#include <gtest/gtest.h>

namespace strata::core {
namespace {

using enum ObjectKind;
using List = std::vector<std::string>;

List of(const Mention& provided, bool is_moved = false) {
    MayProvide may;
    may.add(provided, is_moved, is_member(provided.kind) ? provided.member : provided.name);
    return may.list();
}

Mention made(ObjectKind kind, std::string name, std::string member = {}) {
    return {.bearing = Bearing::Provides, .kind = kind, .name = std::move(name), .member = std::move(member)};
}

TEST(MayProvide, IsEmptyUntilSomethingIsSaid) {
    MayProvide may;
    EXPECT_TRUE(may.is_empty());
    may.note();
    EXPECT_FALSE(may.is_empty());
    EXPECT_EQ(may.list(), List{"none"});
}

TEST(MayProvide, ListsKindsAndPatternsOnce) {
    MayProvide may;
    may.add(Table, "events_*");
    may.add(Column);
    may.add(Table, "events_*");
    EXPECT_EQ(may.list(), (List{"table:events_*", "column"}));
}

TEST(MayProvide, AnythingIsAnEmptyList) {
    MayProvide may;
    may.add(Table, "t");
    may.add_anything();
    may.note();
    EXPECT_FALSE(may.is_empty());
    EXPECT_EQ(may.list(), List{});
}

TEST(MayProvide, OfMembersTheirOwnNames) {
    EXPECT_EQ(of(made(Column, "t", "a")), List{"column:a"});
    EXPECT_EQ(of(made(Trigger, "t", "g")), List{"trigger:g"});
}

TEST(MayProvide, UnknownColumnsMayComeWithTheirKeys) {
    EXPECT_EQ(of(made(Column, "t", "*")), (List{"column", "constraint", "index"}));
}

TEST(MayProvide, WhatIsRenamedTakesItsMembersAlong) {
    EXPECT_EQ(of(made(Table, "t"), true),
              (List{"table:t", "column", "constraint", "trigger", "policy", "rule", "enum label"}));
    EXPECT_EQ(of(made(Index, "i"), true), (List{"index:i", "constraint:i"}));
    EXPECT_EQ(of(made(Column, "t", "a"), true), List{"column:a"});
    EXPECT_EQ(of(made(Function, "f"), true), List{"function:f"});
    EXPECT_EQ(of(made(Schema, "s"), true), List{});
}

TEST(MayProvide, AnExtensionBringsAnything) { EXPECT_EQ(of(made(Extension, "e")), List{}); }

TEST(MayProvide, AListHasAnEnd) {
    MayProvide may;
    for (int i = 0; i < 1000; ++i) may.add(Table, std::to_string(i));
    EXPECT_EQ(may.list(), List{});
}

TEST(PatternOf, ReplacesWhatIsNotKnown) {
    EXPECT_EQ(pattern_of("events", "any"), "events");
    EXPECT_EQ(pattern_of("any", "any"), "*");
    EXPECT_EQ(pattern_of("events_any_of_any_idx", "any"), "events_*_of_*_idx");
}

TEST(PatternOf, OfACutNameTheEndIsNotKnown) {
    const std::string cut = "any" + std::string(longest_name - 3, 'x');
    EXPECT_EQ(pattern_of(cut, "any"), '*' + std::string(longest_name - 6, 'x') + '*');
}

}  // namespace
}  // namespace strata::core
