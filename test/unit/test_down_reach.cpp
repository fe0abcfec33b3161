#include "core/down_reach.h"

#include <gtest/gtest.h>

#include <deque>

#include "readings.h"

namespace strata::core {
namespace {

Mention provides(ObjectKind kind, std::string name, std::int32_t statement = 1, std::string member = {}) {
    return mention(Bearing::Provides, kind, "app", std::move(name), statement, std::move(member));
}

Mention needs(ObjectKind kind, std::string name, std::int32_t statement = 1) {
    return mention(Bearing::Needs, kind, "app", std::move(name), statement);
}

Mention cascade(ObjectKind kind, std::string schema, std::string name) {
    Mention dropped = mention(Bearing::Drops, kind, std::move(schema), std::move(name), 3);
    dropped.flags = mention_flag::cascade;
    return dropped;
}

class DownReachTest : public testing::Test {
protected:
    void apply(Reading up) {
        const auto node = static_cast<Index>(catalog_.nodes.size());
        catalog_.nodes.push_back({.identifier = std::to_string(node)});
        ups_.push_back(std::move(up));
        past_.add(node, ups_.back(), simulation_.run(ups_.back(), static_cast<Provider>(node)), simulation_);
    }

    // What the last one's way back takes, as `victim: object, object`.
    std::vector<std::string> taken_by(const Reading& down) {
        catalog_.takings.clear();
        const auto node = static_cast<Index>(catalog_.nodes.size() - 1);
        find_takings(past_, {{node, &down, &path_}}, present_, catalog_);
        std::vector<std::string> texts;
        for (const Taking& taking : catalog_.takings) {
            std::string text = catalog_.nodes[taking.victim].identifier + ":";
            for (const std::string& object : taking.objects) text += " " + object;
            texts.push_back(std::move(text));
        }
        return texts;
    }

    Present present_{[](const std::string&) { return std::vector<OwnedObject>(); }, [](const Mention&) { return true; }};

private:
    Simulation simulation_{World::Open};
    Sightings past_;
    Catalog catalog_;
    std::deque<Reading> ups_;
    std::vector<std::string> path_ = {"app"};
};

using Texts = std::vector<std::string>;

TEST_F(DownReachTest, ASchemaWithAllThatIsInIt) {
    apply({mention(Bearing::Provides, ObjectKind::Schema, "", "app", 1)});
    apply({provides(ObjectKind::Table, "orders"), provides(ObjectKind::Constraint, "orders", 1, "key")});
    apply({provides(ObjectKind::View, "own")});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Schema, "", "app")}),
              (Texts{"0: schema \"app\"", "1: table \"app.orders\""}));
    Mention plain = cascade(ObjectKind::Schema, "", "app");
    plain.flags = 0;
    EXPECT_EQ(taken_by({plain}), Texts{});
}

TEST_F(DownReachTest, WhatHangsOnWhatNobodyMade) {
    apply({needs(ObjectKind::Relation, "old"), provides(ObjectKind::View, "v"), needs(ObjectKind::Relation, "v", 2),
           provides(ObjectKind::View, "w", 2)});
    Mention constraint = provides(ObjectKind::Constraint, "other", 1, "other_fkey");
    apply({needs(ObjectKind::Table, "old"), constraint});
    apply({});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Table, "", "old")}),
              (Texts{"0: view \"app.v\" view \"app.w\"", "1: constraint \"other_fkey\" on \"app.other\""}));
}

TEST_F(DownReachTest, BodiesOfFunctionsAreOnlyText) {
    apply({provides(ObjectKind::Function, "f"), needs(ObjectKind::Relation, "old")});
    apply({provides(ObjectKind::Function, "g"), needs(ObjectKind::Type, "mood")});
    apply({});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Table, "app", "old")}), Texts{});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Type, "app", "mood")}), Texts{"1: function \"app.g\""});
}

TEST_F(DownReachTest, OwnObjectsAndThoseGivenBack) {
    apply({provides(ObjectKind::View, "v")});
    apply({provides(ObjectKind::Table, "own"), needs(ObjectKind::Table, "own", 2), provides(ObjectKind::View, "w", 2)});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Table, "app", "own")}), Texts{});
    EXPECT_EQ(taken_by({cascade(ObjectKind::View, "", "v")}), Texts{"0: view \"app.v\""});
    EXPECT_EQ(taken_by({cascade(ObjectKind::View, "", "v"), provides(ObjectKind::View, "v", 4)}), Texts{});
}

TEST_F(DownReachTest, WhatIsGoneIsNotTaken) {
    apply({provides(ObjectKind::Table, "a")});
    apply({mention(Bearing::Drops, ObjectKind::Table, "app", "a", 1)});
    apply({});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Schema, "", "app"), cascade(ObjectKind::Table, "app", "a")}), Texts{});
}

TEST_F(DownReachTest, WhatMayHangOnOwnObjects) {
    apply({mention(Bearing::Provides, ObjectKind::Schema, "", "app", 1)});
    Mention maybe = needs(ObjectKind::Relation, "own");
    maybe.strength = Strength::Conditional;
    Mention view = provides(ObjectKind::View, "v");
    view.strength = Strength::Conditional;
    view.flags = mention_flag::uncertain;
    apply({maybe, view});
    apply({provides(ObjectKind::Table, "own")});
    EXPECT_EQ(taken_by({cascade(ObjectKind::Table, "app", "own")}), Texts{"1: view \"app.v\""});
    present_.has = [](const Mention& object) { return object.kind != ObjectKind::View; };
    EXPECT_EQ(taken_by({cascade(ObjectKind::Table, "app", "own")}), Texts{});
}

TEST_F(DownReachTest, AllThatARoleOwns) {
    apply({provides(ObjectKind::Table, "a")});
    apply({});
    present_.owned_by = [](const std::string& role) {
        return role == "clerk" ? std::vector<OwnedObject>{{ObjectKind::Relation, "app", "a"}}
                               : std::vector<OwnedObject>();
    };
    Mention unread = mention(Bearing::Needs, ObjectKind::Unread, "", "DROP OWNED", 1);
    EXPECT_EQ(taken_by({mention(Bearing::Alters, ObjectKind::Role, "", "clerk", 1), unread}),
              Texts{"0: table \"app.a\""});
    EXPECT_EQ(taken_by({mention(Bearing::Alters, ObjectKind::Role, "", "other", 1), unread}), Texts{});
}

}  // namespace
}  // namespace strata::core
