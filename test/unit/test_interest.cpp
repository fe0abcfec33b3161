#include <gtest/gtest.h>

#include <algorithm>

#include "core/interest.h"
#include "reading_builder.h"

namespace strata::core {
namespace {

using Role = Interest::Role;

Mention path(std::vector<std::string> schemas) { return path(Bearing::Path, std::move(schemas)); }

class InterestTest : public ::testing::Test {
protected:
    void applied(const char* identifier, const Reading& reading) {
        set.add({identifier, State::Applied}, {"public"}, reading);
    }
    void pending(const char* identifier, const Reading& reading) {
        set.add({identifier, State::Pending}, {}, reading);
    }

    // "provides 1 table t", "needs 2 column t.c"..., in order of their adding.
    std::vector<std::string> under(const char* name) {
        std::vector<std::string> lines;
        for (const Interest* interest : set.under(name)) {
            std::string line = interest->role == Role::Provides ? "provides " : "needs ";
            line += set.migration(*interest).identifier + " " + std::string(core::name(interest->kind)) + " ";
            if (!interest->schema.empty()) line += interest->schema + ".";
            line += interest->name;
            if (!interest->member.empty()) line += "." + interest->member;
            lines.push_back(std::move(line));
        }
        return lines;
    }

    using Lines = std::vector<std::string>;
    InterestSet set;
};

TEST_F(InterestTest, KnowsNamesAndMembersByTheirRelation) {
    EXPECT_TRUE(set.empty());
    applied("1", {provides(ObjectKind::Table, "app.t"), provides(ObjectKind::Column, "app.t", "c")});
    EXPECT_FALSE(set.empty());
    EXPECT_TRUE(set.knows("t"));
    EXPECT_FALSE(set.knows("c"));
    EXPECT_FALSE(set.knows("app"));
    EXPECT_EQ(under("t"), (Lines{"provides 1 table app.t", "provides 1 column app.t.c"}));
}

TEST_F(InterestTest, OfAppliedMigrationsNeedsDoNotCount) {
    applied("1", {needs(ObjectKind::Relation, "t"), alters(ObjectKind::Table, "u")});
    EXPECT_TRUE(set.empty());
}

TEST_F(InterestTest, OfPendingMigrationsHardNeedsCount) {
    Mention ambiguous = needs(ObjectKind::Column, "a", "c");
    ambiguous.or_of.push_back({"", "b"});
    pending("2", {needs(ObjectKind::Relation, "r"), alters(ObjectKind::Table, "s"), drops(ObjectKind::View, "v"),
                  if_exists(drops(ObjectKind::Table, "x")), as(Strength::Late, needs(ObjectKind::Relation, "l")),
                  as(Strength::Dynamic, needs(ObjectKind::Relation, "d")), needs(ObjectKind::Operator, "o"),
                  ambiguous});
    EXPECT_EQ(under("r"), Lines{"needs 2 relation r"});
    EXPECT_EQ(under("s"), Lines{"needs 2 table s"});
    EXPECT_EQ(under("v"), Lines{"needs 2 view v"});
    for (const char* name : {"x", "l", "d", "o", "a"}) EXPECT_FALSE(set.knows(name)) << name;
}

TEST_F(InterestTest, WhatAPendingMigrationNeedsAndOneProvidesIsFree) {
    pending("2", {needs(ObjectKind::Relation, "t"), needs(ObjectKind::Column, "t", "c"),
                  needs(ObjectKind::Relation, "u")});
    EXPECT_EQ(under("t").size(), 2u);
    pending("3", {provides(ObjectKind::Table, "t"), provides(ObjectKind::Column, "t", "*")});
    EXPECT_EQ(under("t"), (Lines{"provides 3 table t", "provides 3 column t.*"}));
    EXPECT_EQ(under("u"), Lines{"needs 2 relation u"});
}

TEST_F(InterestTest, ASkippedMigrationOnlyProvides) {
    set.add({"2", State::Skipped}, {}, {provides(ObjectKind::Table, "t"), needs(ObjectKind::Relation, "u")});
    EXPECT_EQ(under("t"), Lines{"provides 2 table t"});
    EXPECT_FALSE(set.knows("u"));
}

TEST_F(InterestTest, WhatIsDroppedLaterIsGoneWithItsMembers) {
    applied("1", {provides(ObjectKind::Table, "t"), provides(ObjectKind::Column, "t", "c"),
                  provides(ObjectKind::Table, "other.t"), provides(ObjectKind::Type, "t")});
    applied("2", {drops(ObjectKind::Table, "public.t")});
    EXPECT_EQ(under("t"), (Lines{"provides 1 table other.t", "provides 1 type t"}));
}

TEST_F(InterestTest, ADroppedMemberIsGoneByItself) {
    applied("1", {provides(ObjectKind::Table, "t"), provides(ObjectKind::Column, "t", "a"),
                  provides(ObjectKind::Column, "t", "b"), provides(ObjectKind::Trigger, "t", "a")});
    applied("2", {drops(ObjectKind::Column, "t", "a")});
    EXPECT_EQ(under("t"), (Lines{"provides 1 table t", "provides 1 column t.b", "provides 1 trigger t.a"}));
}

TEST_F(InterestTest, ADroppedSchemaTakesItsContents) {
    applied("1", {provides(ObjectKind::Schema, "app"), provides(ObjectKind::Table, "app.t"),
                  provides(ObjectKind::Table, "t")});
    applied("2", {with(drops(ObjectKind::Schema, "app"), mention_flag::cascade)});
    EXPECT_EQ(under("t"), Lines{"provides 1 table t"});
    EXPECT_EQ(under("app"), Lines{});
}

TEST_F(InterestTest, APendingDropTakesNothing) {
    applied("1", {provides(ObjectKind::Table, "t")});
    pending("2", {drops(ObjectKind::Table, "t")});
    EXPECT_EQ(under("t"), (Lines{"provides 1 table t", "needs 2 table t"}));
}

TEST_F(InterestTest, ARenamedRelationIsKnownByItsNewNameWithItsMembers) {
    applied("1", {provides(ObjectKind::Table, "t"), provides(ObjectKind::Column, "t", "c")});
    applied("2", moves(drops(ObjectKind::Table, "t"), "u"));
    EXPECT_EQ(under("t"), Lines{});
    EXPECT_EQ(under("u"), (Lines{"provides 1 table u", "provides 1 column u.c", "provides 2 table u"}));
}

TEST_F(InterestTest, ARenamedMemberIsKnownByItsNewName) {
    applied("1", {provides(ObjectKind::Table, "t"), provides(ObjectKind::Column, "t", "a"),
                  provides(ObjectKind::Column, "t", "b")});
    applied("2", moves(drops(ObjectKind::Column, "t", "a"), "t", "z"));
    EXPECT_EQ(under("t"), (Lines{"provides 1 table t", "provides 1 column t.z", "provides 1 column t.b",
                                 "provides 2 column t.z"}));
}

TEST_F(InterestTest, ARenamedSchemaRenamesWhatIsWrittenWithIt) {
    applied("1", {provides(ObjectKind::Schema, "a"), provides(ObjectKind::Table, "a.t")});
    applied("2", moves(drops(ObjectKind::Schema, "a"), "b"));
    EXPECT_EQ(under("t"), Lines{"provides 1 table b.t"});
}

TEST_F(InterestTest, AnOriginWithoutAMoveIsNoRename) {
    applied("1", {provides(ObjectKind::Table, "t")});
    applied("2", {from(provides(ObjectKind::Index, "t_idx"), "t")});
    EXPECT_EQ(under("t"), Lines{"provides 1 table t"});
    EXPECT_EQ(under("t_idx"), Lines{"provides 2 index t_idx"});
}

TEST_F(InterestTest, OverloadsAreToldApart) {
    applied("1", {taking(provides(ObjectKind::Function, "f"), {"int4"}),
                  taking(provides(ObjectKind::Function, "f"), {"text"})});
    applied("2", {taking(drops(ObjectKind::Function, "f"), {"text"})});
    ASSERT_EQ(under("f").size(), 1u);
    EXPECT_EQ(set.under("f").front()->arguments, Lines{"int4"});
}

TEST_F(InterestTest, RemembersWhereUnqualifiedNamesAreLookedUp) {
    const std::vector<std::string> none;
    set.add({"1", State::Applied}, {"app", "public"},
            {provides(ObjectKind::Table, "a"), path({"x"}), provides(ObjectKind::Table, "b"), path(none),
             provides(ObjectKind::Table, "c")});
    pending("2", {provides(ObjectKind::Table, "d"), path({"y"}), provides(ObjectKind::Table, "e"), path(none),
                  provides(ObjectKind::Table, "g")});
    const auto path_of = [&](const char* name) { return set.path(*set.under(name).front()); };
    EXPECT_EQ(path_of("a"), (Lines{"app", "public"}));
    EXPECT_EQ(path_of("b"), Lines{"x"});
    EXPECT_EQ(path_of("c"), (Lines{"app", "public"}));
    EXPECT_EQ(set.under("d").front()->path, InterestSet::current_path);
    EXPECT_EQ(path_of("e"), Lines{"y"});
    EXPECT_EQ(set.under("g").front()->path, InterestSet::current_path);
}

TEST_F(InterestTest, FindsWhatMayBeInASchema) {
    set.add({"1", State::Applied}, {"app", "public"},
            {provides(ObjectKind::Table, "a"), provides(ObjectKind::Table, "x.b")});
    pending("2", {provides(ObjectKind::Table, "c")});
    const auto count = [&](const char* schema) { return set.in_schema(schema).size(); };
    EXPECT_EQ(count("app"), 2u);     // a and c
    EXPECT_EQ(count("public"), 2u);  // likewise
    EXPECT_EQ(count("x"), 2u);       // b and c
    EXPECT_EQ(count("y"), 1u);       // c
}

TEST_F(InterestTest, UnreadStatementsAndBodiesProvideNothing) {
    applied("1", {as(Strength::Unread, mention(Bearing::Needs, ObjectKind::Unread, "EXECUTE")),
                  as(Strength::Late, provides(ObjectKind::Table, "t"))});
    EXPECT_TRUE(set.empty());
}

TEST(SameArguments, SchemasMayBeLeftOutAndWildcardsFit) {
    using Types = std::vector<std::string>;
    const auto same = [](const Types& one, const Types& other) { return same_arguments(one, other); };
    EXPECT_TRUE(same({}, {}));
    EXPECT_TRUE(same({"int4", "text[]"}, {"int4", "text[]"}));
    EXPECT_FALSE(same({"int4"}, {"int8"}));
    EXPECT_FALSE(same({"int4"}, {"int4", "int4"}));
    EXPECT_TRUE(same({"?"}, {"app.mood"}));
    EXPECT_TRUE(same({"mood"}, {"app.mood"}));
    EXPECT_FALSE(same({"app.mood"}, {"other.mood"}));
    EXPECT_FALSE(same({"text"}, {"text[]"}));
}

TEST(SameClass, KindsThatShareAName) {
    EXPECT_TRUE(same_class(ObjectKind::Relation, ObjectKind::View));
    EXPECT_TRUE(same_class(ObjectKind::Table, ObjectKind::Index));
    EXPECT_TRUE(same_class(ObjectKind::Routine, ObjectKind::Procedure));
    EXPECT_TRUE(same_class(ObjectKind::Domain, ObjectKind::Type));
    EXPECT_FALSE(same_class(ObjectKind::Table, ObjectKind::Type));
    EXPECT_FALSE(same_class(ObjectKind::Column, ObjectKind::Constraint));
}

}  // namespace
}  // namespace strata::core
