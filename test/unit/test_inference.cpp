// Edges that scripts make, and the order that they bend.
#include "core/text.h"
#include "scripted_plan.h"

namespace strata::core {
namespace {

using enum ObjectKind;
using Texts = std::vector<std::string>;

TEST(InferUp, AHardNeedIsAnEdge) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "users")}).add("002", script({{}, {needs(Table, "users")}}));
    EXPECT_EQ(plans.edges(), Texts{R"(002 -> 001: needs table "public.users" of "001" (line 2))"});
    EXPECT_EQ(plans.outline(), "001 002");
}

TEST(InferUp, ALaterProviderBendsTheOrder) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "users"), provides(View, "v")})
        .add("002", {provides(Table, "other")})
        .add("003", {provides(Table, "users")});
    EXPECT_EQ(plans.outline(), "002 003 001");
    EXPECT_EQ(plans.step("001").because, R"(out of version order: needs table "public.users" of "003" (line 1))");
    EXPECT_EQ(plans.step("002").because, "version order");
}

TEST(InferUp, OneEdgeForEachPair) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "a"), provides(Column, "a", "x"), provides(Table, "b")})
        .add("002", script({{needs(Table, "a"), needs(Column, "a", "x")}, {needs(Table, "b")}}));
    EXPECT_EQ(plans.edges().size(), 1u);
}

TEST(InferUp, TheFirstProviderAfterItIsTaken) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "t")})
        .add("002", {if_not_exists(provides(Table, "t"))})
        .add("003", {if_not_exists(provides(Table, "t"))});
    EXPECT_EQ(plans.outline(), "002 001 003");
}

TEST(InferUp, WhatTheDatabaseHasIsNoEdge) {
    ScriptedPlan plans;
    plans.live({provides(Table, "users")}).add("001", {needs(Table, "users")}).add("002", {});
    EXPECT_TRUE(plans.edges().empty());
}

TEST(InferUp, WhatTheScriptProvidesIsNoEdge) {
    ScriptedPlan plans;
    plans.add("001", script({{provides(Table, "t")}, {needs(Table, "t")}})).add("002", {provides(Schema, "s")});
    EXPECT_TRUE(plans.edges().empty());
}

TEST(InferUp, UsedBeforeCreatedAnotherMayMeetIt) {
    ScriptedPlan plans;
    plans.add("001", script({{needs(Table, "t")}, {if_not_exists(provides(Table, "t"))}}))
        .add("002", {if_not_exists(provides(Table, "t"))});
    EXPECT_EQ(plans.outline(), "002 001");
}

TEST(InferUp, ColumnsAreNeededFromWhoAddsThem) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "t"), provides(Column, "t", "id")})
        .add("002", {needs(Table, "t"), needs(Column, "t", "x"), provides(Index, "i")})
        .add("003", {alters(Table, "t"), provides(Column, "t", "x")});
    EXPECT_EQ(plans.outline(), "001 003 002");
}

TEST(InferUp, WhoRenamedItAndWhoMadeIt) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "a")}).add("002", moves(drops(Table, "a"), "b")).add("003", {needs(Table, "b")});
    EXPECT_EQ(plans.edges(), (Texts{R"(002 -> 001: needs table "public.a" of "001" (line 1))",
                                    R"(003 -> 002: needs table "public.b" of "002" (line 1))",
                                    R"(003 -> 001: needs table "public.b" of "001" (line 1))"}));
}

TEST(InferUp, ARenameThatIsDelayedDelaysWhatNeedsTheNewName) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "a")})
        .add("002", script({{needs(Role, "boss")}, moves(drops(Table, "a"), "b")}))
        .add("003", {needs(Table, "b")})
        .add("004", {provides(Role, "boss")});
    EXPECT_EQ(plans.outline(), "001 004 002 003");
}

TEST(InferUp, ThingsOfARenamedSchemaNeedBoth) {
    ScriptedPlan plans;
    plans.add("001", {provides(Schema, "old")})
        .add("002", {needs(Schema, "old"), provides(Table, "old.t")})
        .add("003", moves(drops(Schema, "old"), "new"))
        .add("004", {needs(Table, "new.t")});
    EXPECT_EQ(plans.outline(), "001 002 003 004");
    const Texts edges = plans.edges();
    EXPECT_TRUE(std::ranges::any_of(edges, [](const auto& edge) { return edge.starts_with("004 -> 003"); }));
    EXPECT_TRUE(std::ranges::any_of(edges, [](const auto& edge) { return edge.starts_with("004 -> 002"); }));
}

TEST(InferUp, ASchemaThatIsRenamedLaterIsWaitedFor) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "new.t")})
        .add("002", {provides(Schema, "old"), provides(Table, "old.t")})
        .add("003", moves(drops(Schema, "old"), "new"));
    EXPECT_EQ(plans.outline(), "002 003 001");
}

TEST(InferUp, UnqualifiedNamesInSchemasThatOtherMigrationsMake) {
    ScriptedPlan plans;
    plans.add("001", script({{path(Bearing::Path, {"app", "public"})}, {needs(Table, "t")}}))
        .add("002", {needs(Schema, "app"), provides(Table, "app.t")})
        .add("003", {provides(Schema, "app")});
    EXPECT_EQ(plans.outline(), "003 002 001");
}

TEST(InferUp, AnUnqualifiedNameMayComeToStandInEitherSchema) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "public.t")})
        .add("002", script({{path(Bearing::Path, {"app", "public"})}, {provides(Table, "t")}}))
        .add("003", {provides(Schema, "app")});
    EXPECT_EQ(plans.outline(), "002 001 003");
}

TEST(InferUp, RoutinesAreOfferedByTheirNumberOfArguments) {
    ScriptedPlan plans;
    plans.add("001", {call("f", 2)})
        .add("002", {taking(provides(Function, "f"), {"int4"})})
        .add("003", {taking(provides(Function, "f"), {"int4", "int4"})});
    EXPECT_EQ(plans.outline(), "002 003 001");
}

TEST(InferUp, ExtensionsOfferTheirMembers) {
    const ExtensionMembers members = {{"citext", {provides(Type, "citext")}}};
    Simulation simulation(World::Closed);
    simulation.know_extensions(members);
    simulation.run({provides(Schema, "public")}, database);
    const std::vector<std::string> path = {"public"};
    const Reading early = {needs(Type, "citext")};
    const Reading late = {provides(Extension, "citext")};
    CatalogBuilder builder;
    builder.add("001").add("002");
    infer_up(simulation, {{0, &early, &path}, {1, &late, &path}}, builder.catalog);
    ASSERT_EQ(builder.catalog.edges.size(), 1u);
    EXPECT_EQ(builder.catalog.edges.front().dependent, 0u);
}

TEST(InferUp, TemporaryTablesAreOfferedToNobody) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "t")}).add("002", {provides(Table, "pg_temp.t")});
    EXPECT_EQ(plans.outline(), "001! 002");
}

TEST(InferUp, KindsThatCannotBlockAreWaitedForWhereThatMakesNoCycle) {
    ScriptedPlan plans;
    plans.add("001", {needs(Publication, "p")}).add("002", {provides(Publication, "p")});
    EXPECT_EQ(plans.outline(), "002 001");
    EXPECT_EQ(plans.step("001").because, R"(out of version order: needs publication "p" of "002" (line 1))");
    ScriptedPlan mutual;
    mutual.add("001", {needs(Publication, "p"), provides(Table, "t")})
        .add("002", {needs(Table, "t"), provides(Publication, "p")});
    EXPECT_EQ(mutual.outline(), "001 002");
    ScriptedPlan nobody;
    nobody.add("001", {needs(Publication, "p")});
    EXPECT_EQ(nobody.outline(), "001");
}

TEST(InferUp, IndexesAreOfferedInTheSchemaOfTheirTable) {
    ScriptedPlan plans;
    plans.live({provides(Schema, "app"), provides(Table, "app.t")})
        .add("001", {drops(Index, "app.i")})
        .add("002", {needs(Table, "app.t"), provides(Index, "i")});
    EXPECT_EQ(plans.outline(), "002 001");
}

TEST(InferUp, WhatIsLikelyGoesBeforeWhatIsWeak) {
    const Mention f = with(taking(provides(Function, "f"), {}), mention_flag::or_replace);
    ScriptedPlan plans;
    plans.add("001", {unread()}).add("002", {needs(Table, "t"), f}).add("003", {f, provides(Table, "t")});
    EXPECT_EQ(plans.outline(), "001 003 002");
}

TEST(InferUp, WhatFunctionsNeedIsNotWaitedFor) {
    const Mention late = as(Strength::Late, with(needs(Table, "t"), mention_flag::in_routine));
    ScriptedPlan plans;
    plans.add("001", {taking(provides(Function, "f"), {}), late}).add("002", {provides(Table, "t")});
    EXPECT_EQ(plans.outline(), "001 002");
}

TEST(InferUp, WhatMayBeThereIsNotWaitedFor) {
    ScriptedPlan plans;
    plans.add("001", {as(Strength::Conditional, needs(Table, "t")), as(Strength::Dynamic, needs(Table, "t"))})
        .add("002", {provides(Table, "t")});
    EXPECT_EQ(plans.outline(), "001 002");
}

TEST(InferUp, WhoMayNeedAnEarlierOneStaysBehindIt) {
    ScriptedPlan plans;
    plans.add("001", {needs(Role, "boss"), provides(Table, "t")})
        .add("002", {as(Strength::Dynamic, needs(Table, "t"))})
        .add("003", {provides(Role, "boss")});
    EXPECT_EQ(plans.outline(), "003 001 002");
    EXPECT_EQ(plans.step("002").because, R"(out of version order: may need table "public.t" of "001" (line 1))");
}

TEST(InferUp, ReplacementsKeepTheirOrder) {
    const Mention f = with(taking(provides(Function, "f"), {}), mention_flag::or_replace);
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "t"), f}).add("002", {f}).add("003", {provides(Table, "t")});
    EXPECT_EQ(plans.outline(), "003 001 002");
    EXPECT_EQ(plans.step("002").because,
              R"_(out of version order: takes over function "public.f()" of "001" (line 1))_");
}

TEST(InferUp, AGuessIsWaitedForWhereThatMakesNoCycle) {
    ScriptedPlan plans;
    plans.add("001", {unread()}).add("002", {needs(Table, "t")}).add("003", {if_not_exists(provides(Table, "t"))});
    EXPECT_EQ(plans.outline(), "001 003 002");
    ScriptedPlan mutual;  // 001 has made t, unread
    mutual.add("001", {unread()})
        .add("002", {needs(Table, "t"), provides(Table, "u")})
        .add("003", {needs(Table, "u"), if_not_exists(provides(Table, "t"))});
    EXPECT_EQ(mutual.outline(), "001 002 003");
}

TEST(InferUp, OwnReplacementsAreNoCycle) {
    ScriptedPlan plans;
    plans.add("001", script({{if_exists(drops(View, "v"))}, {needs(Table, "t"), provides(View, "v")}}))
        .add("002", script({{provides(Table, "t")}, {needs(Table, "t"), provides(View, "v")}, {alters(View, "v")}}));
    EXPECT_EQ(plans.outline(), "002 001");
}

TEST(InferUp, WhatWasLostInTheOrderOfVersionsIsNeededAllTheSame) {
    ScriptedPlan plans;
    plans.add("001", {alters(Table, "t"), provides(Column, "t", "x"), needs(Role, "boss")})
        .add("002", {provides(Table, "t"), provides(Column, "t", "id")})
        .add("003", {needs(Table, "t"), needs(Column, "t", "x")})
        .add("004", {provides(Role, "boss")});
    EXPECT_EQ(plans.outline(), "002 004 001 003");
}

TEST(InferUp, OnlyTheseTakesNoWeakOnesAlong) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "t")})
        .add("002", {provides(Table, "u")})
        .add("003", {as(Strength::Dynamic, needs(Table, "t")), needs(Table, "u")});
    UpRequest request;
    request.only_these = std::vector<core::Index>{2};
    EXPECT_EQ(outline(plans.catalog, plans.plan(request)), "002 003");
}

TEST(InferApplied, RollbackIsProtectedAsByDeclaredOnes) {
    const std::vector<std::string> path = {"public"};
    const Reading made = {provides(Table, "t")};
    const Reading altered = {alters(Table, "users"), provides(Column, "users", "x")};  // users was there before
    const Reading replaced = {if_not_exists(provides(Table, "t"))};
    const Reading user = {needs(Table, "users"), needs(Column, "users", "x"), needs(Column, "users", "id")};
    CatalogBuilder builder;
    for (const auto* identifier : {"001", "002", "003", "004"}) builder.applied(identifier);
    Simulation simulation(World::Open);
    infer_applied(simulation, {{0, &made, &path}, {1, &altered, &path}, {2, &replaced, &path}, {3, &user, &path}},
                  builder.catalog);
    Texts texts;
    for (const Edge& edge : builder.catalog.edges)
        texts.push_back(concat(edge.dependent, " -> ", edge.prerequisite, ": ", edge.reason));
    EXPECT_EQ(texts, (Texts{R"(2 -> 0: takes over table "public.t" of "001" (line 1))",
                            R"(3 -> 1: needs column "x" of "public.users" of "002" (line 1))"}));
}

TEST(InferApplied, TheOpenWorldHasWhatNobodyMade) {
    Simulation simulation(World::Open);
    simulation.set_path({"public"});
    EXPECT_EQ(simulation.run({needs(Table, "users")}, 0).outcomes.front().provider, database);
    EXPECT_EQ(simulation.run({call("f", 3)}, 0).outcomes.front().provider, database);
    simulation.run(moves(drops(Table, "users"), "people"), 1);
    EXPECT_EQ(simulation.run({needs(Table, "people")}, 2).outcomes.front().provider, 1);
    EXPECT_EQ(simulation.run({needs(Table, "users")}, 2).outcomes.front().dropped.who, 1);
    simulation.run({drops(Table, "people")}, 3);
    EXPECT_EQ(simulation.run({needs(Table, "people")}, 4).outcomes.front().provider, nobody);
}

TEST(InferApplied, SchemasThatTheDatabaseHasAreKnown) {
    Simulation simulation(World::Open);
    simulation.run({provides(Schema, "public")}, database);
    simulation.set_path({"bob", "public"});
    simulation.run({provides(Table, "t")}, 0);
    EXPECT_EQ(simulation.run({needs(Table, "public.t")}, 1).outcomes.front().provider, 0);
}

}  // namespace
}  // namespace strata::core
