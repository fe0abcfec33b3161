#include "core/dependents.h"

#include <gtest/gtest.h>

#include <deque>

#include "readings.h"

namespace strata::core {
namespace {

class DependentsTest : public testing::Test {
protected:
    DependentsTest() {
        simulation_.run(
            {mention(Bearing::Provides, ObjectKind::Schema, "", "public", 1)}, database);
        simulation_.set_path({"public"});
    }

    void add(std::string identifier, Reading reading) {
        const auto node = static_cast<Index>(catalog_.nodes.size());
        catalog_.nodes.push_back({.identifier = std::move(identifier)});
        readings_.push_back(std::move(reading));
        const Pass pass = simulation_.run(readings_.back(), static_cast<Provider>(node));
        sightings.add(node, readings_.back(), pass, simulation_);
    }

    std::vector<std::string> of(Sightings::Thing thing, const Aspect& aspect = {}) {
        std::vector<std::string> texts;
        for (const Dependent& dependent : find_dependents(sightings, {thing}, aspect, catalog_))
            texts.push_back(catalog_.nodes[sightings.script(dependent.script).node].identifier + " " +
                            dependent.reason);
        return texts;
    }

    Sightings::Thing relation(std::string_view name) const {
        return sightings.find(ObjectKind::Relation, "public", name);
    }

    Sightings sightings;

private:
    Simulation simulation_{World::Closed};
    Catalog catalog_;
    std::deque<Reading> readings_;
};

using Texts = std::vector<std::string>;

Mention provides(ObjectKind kind, std::string name, std::int32_t statement = 1) {
    return mention(Bearing::Provides, kind, "", std::move(name), statement);
}

Mention needs(ObjectKind kind, std::string name, std::int32_t statement = 1) {
    return mention(Bearing::Needs, kind, "", std::move(name), statement);
}

TEST_F(DependentsTest, WhoeverNamesIt) {
    add("1", {provides(ObjectKind::Table, "a"), needs(ObjectKind::Table, "a", 2)});
    add("2", {provides(ObjectKind::Table, "b")});
    add("3", {needs(ObjectKind::Relation, "a", 3), needs(ObjectKind::Relation, "a", 7)});
    EXPECT_EQ(of(relation("a")), (Texts{"1 provides table \"public.a\" (line 1)",
                                        "3 needs table \"public.a\" (lines 3 and 7)"}));
}

TEST_F(DependentsTest, WhatIsMadeOfItCarriesOn) {
    add("1", {provides(ObjectKind::Table, "a")});
    add("2", {needs(ObjectKind::Relation, "a"), provides(ObjectKind::View, "v")});
    add("3", {needs(ObjectKind::Relation, "v"), provides(ObjectKind::View, "w")});
    add("4", {needs(ObjectKind::Table, "a"), provides(ObjectKind::Table, "b")});
    add("5", {needs(ObjectKind::Relation, "b")});
    add("6", {needs(ObjectKind::Relation, "w")});
    const Texts found = of(relation("a"));
    ASSERT_EQ(found.size(), 5u);
    EXPECT_EQ(found[2], "3 through view \"public.v\" of \"2\": needs view \"public.v\" (line 1)");
    EXPECT_EQ(found[4], "6 through view \"public.w\" of \"3\": needs view \"public.w\" (line 1)");
}

TEST_F(DependentsTest, ARenamedObjectIsTheSame) {
    Mention old = mention(Bearing::Drops, ObjectKind::Table, "", "a", 1);
    old.flags = mention_flag::moved;
    add("1", {provides(ObjectKind::Table, "a")});
    add("2", {old, provides(ObjectKind::Table, "b")});
    add("3", {needs(ObjectKind::Table, "b")});
    add("4", {provides(ObjectKind::Table, "a")});
    EXPECT_EQ(of(relation("b")),
              (Texts{"1 provides table \"public.a\" (line 1)",
                     "2 renames table \"public.a\" (line 1); provides table \"public.b\" (line 1)",
                     "3 needs table \"public.b\" (line 1)"}));
    EXPECT_EQ(of(relation("a")), Texts{"4 provides table \"public.a\" (line 1)"});
}

TEST_F(DependentsTest, OneColumn) {
    add("1", {provides(ObjectKind::Table, "a"), mention(Bearing::Provides, ObjectKind::Column, "", "a", 1, "x"),
              mention(Bearing::Provides, ObjectKind::Column, "", "a", 1, "y")});
    add("2", {mention(Bearing::Needs, ObjectKind::Column, "", "a", 2, "x")});
    add("3", {mention(Bearing::Needs, ObjectKind::Column, "", "a", 3, "y")});
    add("4", {mention(Bearing::Drops, ObjectKind::Table, "", "a", 4)});
    EXPECT_EQ(of(relation("a"), {ObjectKind::Column, "x", {}}),
              (Texts{"1 provides column \"x\" of \"public.a\" (line 1)",
                     "2 needs column \"x\" of \"public.a\" (line 2)", "4 drops table \"public.a\" (line 4)"}));
}

TEST_F(DependentsTest, OneWayToCallIt) {
    Mention made = provides(ObjectKind::Function, "f");
    made.flags = mention_flag::has_arguments;
    made.arguments = {"int4"};
    made.fewest = made.most = 1;
    Mention call = needs(ObjectKind::Function, "f");
    call.fewest = call.most = 2;
    add("1", {made});
    add("2", {call});
    const auto function = sightings.find(ObjectKind::Function, "public", "f");
    EXPECT_EQ(of(function, {{}, "", Texts{"int4"}}), Texts{"1 provides function \"public.f(integer)\" (line 1)"});
    EXPECT_EQ(of(function).size(), 2u);
}

TEST_F(DependentsTest, WeakNeedsSayHowWeak) {
    Mention late = needs(ObjectKind::Relation, "a", 2);
    late.strength = Strength::Late;
    add("1", {late});
    EXPECT_EQ(of(relation("a")), Texts{"1 needs relation \"public.a\" (line 2, late)"});
    Mention temporary = mention(Bearing::Needs, ObjectKind::Relation, "pg_temp", "a", 1);
    add("2", {temporary});
    EXPECT_EQ(of(relation("a")).size(), 1u);
}

}  // namespace
}  // namespace strata::core
