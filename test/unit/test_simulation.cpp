// Objects that are there, are not, or are gone; where names are looked for.
#include "reading_builder.h"

namespace strata::core {
namespace {

using enum ObjectKind;
using SimulationTest = SimulatedDatabase;

TEST_F(SimulationTest, AnEarlierMigrationMeetsANeed) {
    run({provides(Table, "users")}, 0);
    EXPECT_EQ(provider(Relation, "users"), 0);
    EXPECT_EQ(provider(Table, "public.users"), 0);
    EXPECT_EQ(provider(View, "users"), 0);  // one space: that it is a table is for the server to say
}

TEST_F(SimulationTest, NobodyMeetsIt) { EXPECT_EQ(provider(Table, "users"), nobody); }

TEST_F(SimulationTest, TheDatabaseMeetsIt) {
    run({provides(Table, "users")}, database);
    EXPECT_EQ(provider(Table, "users"), database);
}

TEST_F(SimulationTest, UsedBeforeCreatedInTheSameScript) {
    EXPECT_EQ(last(script({{needs(Table, "t")}, {provides(Table, "t")}})).provider, nobody);
    EXPECT_EQ(last(script({{provides(Table, "u")}, {needs(Table, "u")}}), 3).provider, 3);
}

TEST_F(SimulationTest, WhoDroppedItIsToldWithTheLine) {
    run({provides(Table, "users")}, 0);
    run(script({{needs(Table, "users")}, {drops(Table, "users")}}), 5);
    const Outcome outcome = need(needs(Table, "users"));
    EXPECT_EQ(outcome.provider, nobody);
    EXPECT_EQ(outcome.dropped.who, 5);
    EXPECT_EQ(outcome.dropped.line, 2);
}

TEST_F(SimulationTest, ColumnsGoWithTheirTable) {
    run({provides(Table, "users"), provides(Column, "users", "id")}, 0);
    EXPECT_EQ(provider(Column, "users", "id"), 0);
    EXPECT_EQ(provider(Column, "users", "email"), nobody);
    run({drops(Table, "users")}, 2);
    run({provides(Table, "users"), provides(Column, "users", "name")}, 3);
    EXPECT_EQ(provider(Column, "users", "id"), nobody);
}

TEST_F(SimulationTest, WhoDroppedAColumnIsToldWithTheLine) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "b")}, 0);
    run(script({{}, {alters(Table, "t"), drops(Column, "t", "a")}}), 3);
    const Outcome outcome = need(needs(Column, "t", "a"));
    EXPECT_EQ(outcome.dropped.who, 3);
    EXPECT_EQ(outcome.dropped.line, 2);
    EXPECT_EQ(provider(Column, "t", "b"), 0);
    EXPECT_EQ(provider(Table, "t"), 0);
}

TEST_F(SimulationTest, WithoutItsTableAColumnLacksItsOwner) {
    const Outcome outcome = need(needs(Column, "t", "a"));
    EXPECT_EQ(outcome.provider, nobody);
    EXPECT_TRUE(outcome.lacks_owner);
}

TEST_F(SimulationTest, EveryTableHasSystemColumnsAndItself) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    EXPECT_EQ(provider(Column, "t", "ctid"), 0);
    EXPECT_EQ(provider(Column, "t", "tableoid"), 0);
    EXPECT_EQ(provider(Column, "t", "t"), 0);  // the row
}

TEST_F(SimulationTest, ColumnsOfOpenTablesAreNotListed) {
    run({provides(Table, "t"), provides(Column, "t", "*")}, 0);
    EXPECT_EQ(provider(Column, "t", "a"), 0);
}

TEST_F(SimulationTest, CopiedColumnsAreThoseOfTheSource) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "b")}, 0);
    run({drops(Column, "t", "b")}, 1);
    run({provides(Table, "copy"), from(provides(Column, "copy", "*"), "t")}, 2);
    EXPECT_EQ(provider(Column, "copy", "a"), 2);
    EXPECT_EQ(provider(Column, "copy", "b"), nobody);
    run({provides(Table, "other"), from(provides(Column, "other", "*"), "unknown")}, 3);
    EXPECT_EQ(provider(Column, "other", "b"), 3);
}

TEST_F(SimulationTest, ACompositeTypeCanBeCopied) {
    run({provides(Type, "pair"), provides(Column, "pair", "x")}, 0);
    const Reading copy = {needs(Relation, "pair"), provides(Table, "t"), from(provides(Column, "t", "*"), "pair")};
    EXPECT_EQ(last(copy, 1).provider, 0);
    EXPECT_EQ(provider(Column, "t", "x"), 1);
    EXPECT_EQ(provider(Column, "t", "y"), nobody);
    EXPECT_EQ(provider(Relation, "pair"), nobody);  // as after FROM
}

TEST_F(SimulationTest, ColumnsOfAFormerTableWentWithIt) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "d")}, 0);
    run(script({{}, {drops(Table, "t")}}), 1);
    run({provides(Table, "t"), provides(Column, "t", "a")}, 2);
    const Outcome outcome = need(needs(Column, "t", "d"));
    EXPECT_EQ(outcome.dropped.who, 1);
    EXPECT_EQ(outcome.dropped.line, 2);
    EXPECT_EQ(need(needs(Column, "t", "never_there")).dropped.who, nobody);
}

TEST_F(SimulationTest, ConstraintsOfDomainsAreListed) {
    run({provides(Domain, "email"), provides(Constraint, "email", "email_check")}, 0);
    EXPECT_EQ(provider(Constraint, "email", "email_check"), 0);
    EXPECT_EQ(provider(Constraint, "email", "never_there"), nobody);
}

TEST_F(SimulationTest, WhatTheServerMayHaveMadeIsNotMissing) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    EXPECT_EQ(need(with(alters(Constraint, "t", "t_a_not_null"), mention_flag::implied)).provider, 0);
    EXPECT_EQ(need(alters(Constraint, "t", "t_a_not_null")).provider, nobody);
}

TEST_F(SimulationTest, TheSystemSchemaIsPartOfEveryPath) {
    run({provides(Table, "t")}, 0);
    run(moves(drops(Table, "t"), "pg_catalog.t"), 1);
    EXPECT_EQ(provider(Table, "t"), 1);
    run({drops(Table, "t")}, 2);
    EXPECT_EQ(provider(Table, "t"), nobody);
}

TEST_F(SimulationTest, AnyOfTheRelationsMayHaveTheColumn) {
    run({provides(Table, "a"), provides(Column, "a", "x")}, 0);
    run({provides(Table, "b"), provides(Column, "b", "y")}, 1);
    Mention column = needs(Column, "a", "y");
    column.or_of = {{"", "b"}};
    EXPECT_EQ(need(column).provider, 1);
    column.member = "z";
    EXPECT_EQ(need(column).provider, nobody);
    column.or_of.push_back({"", "not_there"});
    EXPECT_EQ(need(column).provider, database);  // its missing relation is what is said
}

TEST_F(SimulationTest, OfSeveralRelationsTheOneThatLostItIsTold) {
    run({provides(Table, "a"), provides(Column, "a", "x")}, 0);
    run({provides(Table, "b"), provides(Column, "b", "y"), provides(Column, "b", "w")}, 1);
    run({drops(Column, "b", "y")}, 2);
    Mention column = needs(Column, "a", "y");
    column.or_of = {{"", "b"}};
    EXPECT_EQ(need(column).dropped.who, 2);
}

TEST_F(SimulationTest, AColumnCanBeACall) {
    run({provides(Table, "t"), provides(Column, "t", "a"), taking(provides(Function, "full_name"), {"t"})}, 0);
    EXPECT_NE(provider(Column, "t", "full_name"), nobody);
}

TEST_F(SimulationTest, RowTypesAreTypes) {
    run({provides(Table, "t")}, 0);
    EXPECT_EQ(provider(Type, "t"), 0);
    EXPECT_EQ(provider(Type, "public.t"), 0);
}

TEST_F(SimulationTest, SystemSchemasAreThere) {
    EXPECT_EQ(provider(Table, "pg_catalog.pg_class"), database);
    EXPECT_EQ(provider(Schema, "information_schema"), database);
    EXPECT_EQ(provider(Column, "information_schema.tables", "table_name"), database);
}

TEST_F(SimulationTest, TheFirstSchemaOfThePathThatHasIt) {
    run({provides(Schema, "app"), provides(Table, "app.t"), provides(Table, "public.t")}, 0);
    run({provides(Table, "public.only")}, 1);
    simulation.set_path({"missing", "app", "public"});
    EXPECT_EQ(provider(Table, "only"), 1);
    run({provides(Table, "fresh")}, 2);  // in app, the first that is there
    EXPECT_EQ(provider(Table, "app.fresh"), 2);
    EXPECT_EQ(provider(Table, "public.fresh"), nobody);
}

TEST_F(SimulationTest, AScriptsPathEndsWithIt) {
    run({provides(Schema, "app")}, 0);
    run(script({{path(Bearing::Path, {"app"})}, {provides(Table, "t")}}), 1);
    EXPECT_EQ(provider(Table, "t"), nobody);
    EXPECT_EQ(provider(Table, "app.t"), 1);
    const Reading reset = script({{path(Bearing::Path, {"app"})}, {path(Bearing::Path)}, {needs(Table, "t")}});
    EXPECT_EQ(last(reset).provider, nobody);
}

TEST_F(SimulationTest, AFunctionsPathEndsWithItsBody) {
    run({provides(Schema, "app"), provides(Table, "app.t")}, 0);
    const Pass pass = run(script({{path(Bearing::EnterPath, {"app"}), needs(Table, "t"), path(Bearing::LeavePath),
                                   needs(Table, "t")},
                                  {path(Bearing::LeavePath), needs(Table, "app.t")}}), 1);
    EXPECT_EQ(pass.outcomes.at(0).provider, 0);
    EXPECT_EQ(pass.outcomes.at(1).provider, nobody);
    EXPECT_EQ(pass.outcomes.at(2).provider, 0);
}

TEST_F(SimulationTest, ANewSchemasElementsSeeThePathInForce) {
    run({provides(Schema, "app"), provides(Table, "app.t"), provides(Table, "u")}, 0);
    Mention enter = path(Bearing::EnterPath);
    enter.name = "app";
    const Reading elements = {enter, needs(Table, "t"), needs(Table, "u"), path(Bearing::LeavePath), needs(Table, "t")};
    const Pass pass = run(elements, 1);
    EXPECT_EQ(pass.outcomes.at(0).provider, 0);
    EXPECT_EQ(pass.outcomes.at(1).provider, 0);
    EXPECT_EQ(pass.outcomes.at(2).provider, nobody);
}

TEST_F(SimulationTest, TheUsersSchemaInAScriptsPathIsLeftOut) {
    run(script({{path(Bearing::Path, {"$user", "public"})}, {provides(Table, "t")}}), 0);
    EXPECT_EQ(provider(Table, "public.t"), 0);
}

TEST_F(SimulationTest, AnEmptyPathFindsNothing) {
    run({provides(Table, "t")}, 0);
    const Pass pass = run(script({{path(Bearing::Path, {""})}, {needs(Table, "t")}, {needs(Table, "public.t")}}), 1);
    EXPECT_EQ(pass.outcomes.at(0).provider, nobody);
    EXPECT_EQ(pass.outcomes.at(1).provider, 0);
}

TEST_F(SimulationTest, TemporaryObjectsEndWithTheScript) {
    const Reading temporary = script({{provides(Table, "pg_temp.t")}, {needs(Table, "t")}});
    EXPECT_TRUE(last(temporary, 0).is_temporary);
    EXPECT_EQ(provider(Table, "t"), nobody);
    EXPECT_EQ(provider(Table, "pg_temp.t"), nobody);
    EXPECT_EQ(clashes(temporary, 2), 0u);
}

TEST_F(SimulationTest, TemporaryRoutinesEndWithTheScript) {
    const Reading temporary = script({{taking(provides(Function, "pg_temp.f"), {})}, {call("pg_temp.f", 0)}});
    EXPECT_EQ(last(temporary, 0).provider, 0);
    EXPECT_EQ(clashes(temporary, 1), 0u);
    EXPECT_EQ(need(call("pg_temp.f", 0)).provider, nobody);
    EXPECT_EQ(need(call("f", 0)).provider, nobody);
}

TEST_F(SimulationTest, TemporaryObjectsShadowOthers) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    const Pass pass = run(script({{provides(Table, "pg_temp.t"), provides(Column, "pg_temp.t", "b")},
                                  {needs(Column, "t", "b")},
                                  {needs(Column, "t", "a")},
                                  {drops(Table, "t")},
                                  {needs(Column, "t", "a")}}), 1);
    EXPECT_TRUE(pass.outcomes.at(0).is_temporary);
    EXPECT_EQ(pass.outcomes.at(1).provider, nobody);
    EXPECT_EQ(pass.outcomes.at(3).provider, 0);
    EXPECT_EQ(provider(Table, "t"), 0);
}

TEST_F(SimulationTest, ARenamedTemporaryTableEndsWithTheScript) {
    run(script({{provides(Table, "pg_temp.a")}, moves(drops(Table, "a"), "b")}), 0);
    EXPECT_EQ(provider(Table, "pg_temp.b"), nobody);
    EXPECT_EQ(clashes({provides(Table, "pg_temp.b")}, 1), 0u);
}

TEST_F(SimulationTest, DroppedSchemasTakeAllAlong) {
    run({provides(Schema, "app"), provides(Table, "app.t"), taking(provides(Function, "app.f"), {})}, 0);
    run({with(drops(Schema, "app"), mention_flag::cascade)}, 1);
    EXPECT_EQ(need(needs(Table, "app.t")).dropped.who, 1);
    EXPECT_EQ(need(call("app.f", 0)).provider, nobody);
    EXPECT_EQ(need(call("app.f", 0)).dropped.who, 1);
    const Reading anew = {provides(Schema, "app"), provides(Table, "app.t"), taking(provides(Function, "app.f"), {})};
    EXPECT_EQ(clashes(anew, 2), 0u);
}

TEST_F(SimulationTest, LabelsBelongToTypes) {
    run({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")}, 0);
    EXPECT_EQ(provider(EnumLabel, "mood", "sad"), 0);
    EXPECT_EQ(provider(EnumLabel, "mood", "glad"), nobody);
    run({provides(Type, "not_enum")}, 0);
    EXPECT_EQ(provider(EnumLabel, "not_enum", "x"), 0);  // without labels it is no enum
}

TEST_F(SimulationTest, AddedLabelsAreFreshUnlessTheTypeIsNew) {
    run({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")}, database);
    run({alters(Type, "mood"), provides(EnumLabel, "mood", "glad")}, 1);
    EXPECT_TRUE(need(needs(EnumLabel, "mood", "glad")).is_fresh);
    EXPECT_FALSE(need(needs(EnumLabel, "mood", "sad")).is_fresh);

    run({provides(Type, "size"), provides(EnumLabel, "size", "s")}, 2);
    run({alters(Type, "size"), provides(EnumLabel, "size", "xl")}, 3);
    EXPECT_FALSE(need(needs(EnumLabel, "size", "s")).is_fresh);
    EXPECT_FALSE(need(needs(EnumLabel, "size", "xl")).is_fresh);
    simulation.use_labels_of_new_types(false);
    EXPECT_FALSE(need(needs(EnumLabel, "size", "s")).is_fresh);
    EXPECT_TRUE(need(needs(EnumLabel, "size", "xl")).is_fresh);
}

TEST_F(SimulationTest, ARenamedTypeStaysAsOldAsItIs) {
    run({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")}, database);
    run(script({moves(drops(Type, "mood"), "feeling"), {provides(EnumLabel, "feeling", "glad")}}), 1);
    EXPECT_TRUE(need(needs(EnumLabel, "feeling", "glad")).is_fresh);
    EXPECT_FALSE(need(needs(EnumLabel, "feeling", "sad")).is_fresh);
}

TEST_F(SimulationTest, Displays) {
    Simulation fresh{World::Closed};
    fresh.run({provides(Schema, "public")}, database);
    fresh.set_path({"public"});
    const Reading reading = {needs(Table, "t"), needs(Column, "t", "c"), needs(EnumLabel, "mood", "sad"),
                             needs(Constraint, "t", "t_check"), taking(needs(Function, "app.f"), {"int4", "text"}),
                             needs(Role, "bob"), call("g", 1)};
    const Pass pass = fresh.run(reading, 0);
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < reading.size(); ++i) texts.push_back(fresh.display(reading[i], pass.schemas[i]));
    EXPECT_EQ(texts, (std::vector<std::string>{"public.t", "public.t.c", "sad of public.mood", "t_check on public.t",
                                               "app.f(integer, text)", "bob", "public.g"}));
}

TEST_F(SimulationTest, DisplaysTheNamesThatThingsReallyHave) {
    run({provides(Table, "t_a_idx"), provides(Table, "t"), provides(Column, "t", "a"),
         provides(Constraint, "t", "t_check"), provides(Table, "u"), provides(Column, "u", "x")}, 0);
    Mention column = needs(Column, "t", "x");
    column.or_of = {{"", "u"}};
    const Reading reading = {from(with(provides(Index, "t_a_idx"), mention_flag::chosen), "t"),
                             with(provides(Constraint, "t", "t_check"), mention_flag::chosen), column,
                             needs(Table, "u")};
    const Pass pass = run(reading, 1);
    std::vector<std::string> texts;
    for (std::uint32_t i = 0; i < reading.size(); ++i) texts.push_back(simulation.display(reading[i], pass, i));
    EXPECT_EQ(texts, (std::vector<std::string>{"public.t_a_idx1", "t_check1 on public.t", "public.u.x", "public.u"}));
}

}  // namespace
}  // namespace strata::core
