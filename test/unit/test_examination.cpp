// What a plan says of itself: every note as a person reads it.
#include "scripted_plan.h"

namespace strata::core {
namespace {

using enum ObjectKind;

TEST(Examination, OfWhatNobodyProvides) {
    ScriptedPlan plans;
    plans.near("integrations", {"api_integrations"})
        .add("001_indexes", script({{}, {needs(Table, "integrations"), needs(Column, "integrations", "id"),
                                         from(provides(Index, "idx_active_integrations"), "integrations")}}));
    const Step step = plans.step("001_indexes");
    EXPECT_EQ(step.action, Action::Blocked);
    EXPECT_EQ(step.condition, Condition::PlanBlocked);
    EXPECT_EQ(step.note, R"(table "public.integrations" is needed at line 2 by index "idx_active_integrations"; )"
                         R"(no registered migration provides it; did you mean "api_integrations"?)");
    EXPECT_EQ(step.fix_call, "SELECT * FROM migrate_register('001_indexes', '...', replace => true)");
}

TEST(Examination, WithoutANearNameAProviderIsRegistered) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "users")});
    const Step step = plans.step("001");
    EXPECT_EQ(step.note, R"(table "public.users" is needed at line 1; no registered migration provides it)");
    EXPECT_EQ(step.fix_call, "SELECT * FROM migrate_register('create_users', '...')");
}

TEST(Examination, OfSeveralThings) {
    ScriptedPlan plans;
    Reading many;
    for (int i = 0; i < 8; ++i) many.push_back(needs(Table, "t" + std::to_string(i)));
    many.push_back(needs(Table, "t0"));
    plans.add("001", many);
    const std::string note = plans.note("001");
    EXPECT_NE(note.find("\"public.t4\""), std::string::npos);
    EXPECT_EQ(note.find("\"public.t5\""), std::string::npos);
    EXPECT_TRUE(note.ends_with("; and 3 more objects")) << note;
}

TEST(Examination, OfATableAndATypeOfOneName) {
    ScriptedPlan plans;
    plans.add("001", {provides(Type, "mood")}).add("002", {provides(Table, "mood"), provides(Column, "mood", "id")});
    EXPECT_EQ(plans.note("002"), R"(table "public.mood" (line 1) cannot stand beside type "public.mood", )"
                                 R"(which "001" provides (line 1))");
}

TEST(Examination, AFunctionThatTheSameScriptMakesLaterIsInTime) {
    ScriptedPlan plans;
    plans.add("001", script({{taking(provides(Function, "f"), {}), as(Strength::Late, call("g", 0))},
                             {taking(provides(Function, "g"), {})}}));
    EXPECT_EQ(plans.note("001"), "");
}

TEST(Examination, OfAMissingColumn) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "users"), provides(Column, "users", "id")})
        .add("002", {needs(Table, "users"), needs(Column, "users", "email"), provides(Index, "users_email")});
    EXPECT_EQ(plans.note("002"), R"(column "email" of "public.users" is needed at line 1 by index "users_email"; )"
                                 "no registered migration provides it");
    EXPECT_EQ(plans.step("002").fix_call, "SELECT * FROM migrate_register('002', '...', replace => true)");
}

TEST(Examination, ColumnsOfAMissingTableAreNotCounted) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "users"), needs(Column, "users", "id"), needs(Column, "users", "email")});
    EXPECT_EQ(plans.note("001"), R"(table "public.users" is needed at line 1; no registered migration provides it)");
}

TEST(Examination, OfWhatAnEarlierStepDrops) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "t"), provides(Column, "t", "a")})
        .add("002", script({{}, {alters(Table, "t"), drops(Column, "t", "a")}}))
        .add("003", {needs(Table, "t"), needs(Column, "t", "a"), provides(Index, "i")})
        .add("004", script({{}, {}, {drops(Table, "t")}}))
        .add("005", {needs(Table, "t")});
    EXPECT_EQ(plans.outline(), "001 002 003! 004 005!");
    EXPECT_EQ(plans.note("003"),
              R"(column "a" of "public.t" is needed at line 1 by index "i"; "002" takes it away (line 2))");
    EXPECT_EQ(plans.note("005"), R"(table "public.t" is needed at line 1; "004" takes it away (line 3))");
}

TEST(Examination, OfWhatTheSameScriptDrops) {
    ScriptedPlan plans;
    plans.live({provides(Table, "t")}).add("001", script({{drops(Table, "t")}, {needs(Table, "t")}}));
    EXPECT_EQ(plans.note("001"), R"(table "public.t" is needed at line 2; the same script takes it away (line 1))");
}

TEST(Examination, OfWhatAnEarlierStepRenames) {
    ScriptedPlan plans;
    plans.live({provides(Table, "a")}).add("001", moves(drops(Table, "a"), "b")).add("002", {needs(Table, "a")});
    EXPECT_EQ(plans.note("002"), R"(table "public.a" is needed at line 1; "001" takes it away (line 1))");
}

TEST(Examination, OfWhatTheSameScriptMakesLater) {
    ScriptedPlan plans;
    plans.add("001", script({{needs(Table, "t")}, {provides(Table, "t")}}));
    EXPECT_EQ(plans.note("001"), R"(table "public.t" is needed at line 1; the same script makes it later (line 2))");
}

TEST(Examination, OfTwoProviders) {
    ScriptedPlan plans;
    plans.add("001_a", script({{}, {provides(Table, "t")}}))
        .add("002_b", {provides(Table, "t"), provides(Column, "t", "x")});
    EXPECT_EQ(plans.outline(), "001_a 002_b!");
    EXPECT_EQ(plans.note("002_b"), R"(provides table "public.t" (line 1), as "001_a" (line 2) does)");
    EXPECT_EQ(plans.step("002_b").fix_call,
              "SELECT * FROM migrate_mark('002_b', 'skipped', '001_a provides the same')");
}

TEST(Examination, OfTwoProvidersOfAMember) {
    ScriptedPlan plans;
    plans.live({provides(Table, "t"), provides(Column, "t", "id")})
        .add("001", script({{}, {alters(Table, "t"), provides(Column, "t", "x")}}))
        .add("002", {alters(Table, "t"), provides(Column, "t", "x")});
    EXPECT_EQ(plans.note("002"), R"(provides column "x" of "public.t" (line 1), as "001" (line 2) does)");
}

TEST(Examination, OfWhatTheDatabaseHas) {
    ScriptedPlan plans;
    plans.live({provides(Table, "t")}).add("001", {provides(Table, "t")});
    EXPECT_EQ(plans.note("001"), R"(table "public.t" (line 1) is in the database already)");
    EXPECT_EQ(plans.step("001").fix_call, "SELECT * FROM migrate_mark('001', 'applied', 'was there before')");
}

TEST(Examination, OfWhatTheScriptMakesTwice) {
    ScriptedPlan plans;
    plans.add("001", script({{provides(Table, "t")}, {provides(Table, "t")}}));
    EXPECT_EQ(plans.note("001"), R"(makes table "public.t" twice (line 2))");
}

TEST(Examination, OfWhoNeedsABlockedOne) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "x"), provides(Table, "t")}).add("002", {needs(Table, "t")});
    EXPECT_EQ(plans.outline(), "001! 002!");
    EXPECT_EQ(plans.note("002"), R"(needs table "public.t" of "001" (line 1), which is blocked)");
}

TEST(Examination, AfterAMissingRenameOnlyThatIsSaid) {
    ScriptedPlan plans;
    plans.add("001", moves(drops(Table, "a"), "b")).add("002", {needs(Table, "b")});
    EXPECT_EQ(plans.note("001"), R"(table "public.a" is needed at line 1; no registered migration provides it)");
    EXPECT_EQ(plans.note("002"), R"(needs table "public.b" of "001" (line 1), which is blocked)");
}

TEST(Examination, OfACycle) {
    ScriptedPlan plans;
    plans.add("001", {provides(Table, "a"), needs(Table, "b")}).add("002", {provides(Table, "b"), needs(Table, "a")});
    EXPECT_EQ(plans.outline(), "001! 002!");
    const auto* cycle = R"(cycle: "001" needs table "public.b" of "002" (line 1), )"
                        R"("002" needs table "public.a" of "001" (line 1))";
    EXPECT_EQ(plans.note("001"), cycle);
    EXPECT_EQ(plans.note("002"), cycle);
}

TEST(Examination, OfWhatABlockedStepShouldHaveProvided) {
    ScriptedPlan plans;  // 001 runs before its table is there, in the simulation, too
    plans.add("001", script({{needs(Table, "missing")}, {alters(Table, "t"), provides(Column, "t", "x")}}))
        .add("002", {provides(Table, "t"), provides(Column, "t", "id"), needs(View, "v")})
        .add("003", {needs(Table, "t"), needs(Column, "t", "x"), provides(View, "v")});
    EXPECT_EQ(plans.outline(), "001! 002! 003!");
    const std::string note = plans.note("003");
    EXPECT_EQ(note.find("no registered migration"), std::string::npos) << note;
}

TEST(Examination, OfWhatAKeptTableDoesNotGet) {
    ScriptedPlan plans;
    plans.live({provides(Table, "t"), provides(Column, "t", "id")})
        .add("001", {if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "x"))})
        .add("002", {needs(Table, "t"), needs(Column, "t", "x")});
    EXPECT_EQ(plans.note("002"),
              R"(column "x" of "public.t" is needed at line 1; "001" should provide it, but does not)");
}

TEST(Examination, OfExcuses) {
    ScriptedPlan plans;
    plans.excuse("t", R"("000" provides it, but is marked skipped)").add("001", {needs(Table, "t")});
    EXPECT_EQ(plans.note("001"),
              R"(table "public.t" is needed at line 1; "000" provides it, but is marked skipped)");
    EXPECT_EQ(plans.step("001").fix_call, "SELECT help()");
}

TEST(Examination, FreshLabelsOfOthers) {
    ScriptedPlan plans;
    plans.live({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")})
        .add("001", {alters(Type, "mood"), provides(EnumLabel, "mood", "glad")})
        .add("002", script({{}, {needs(Type, "mood"), needs(EnumLabel, "mood", "glad")}}));
    const Step step = plans.step("002");
    EXPECT_EQ(step.action, Action::Blocked);
    EXPECT_EQ(step.condition, Condition::NotTransactional);
    EXPECT_EQ(step.note,
              R"(uses label "glad" of type "mood" (line 2), which "001" adds: one transaction cannot do both)");
    EXPECT_EQ(step.fix_call, "SELECT * FROM migrate_apply('001')");
}

TEST(Examination, FreshLabelsOfItsOwn) {
    ScriptedPlan plans;
    plans.live({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")})
        .add("001", script({{alters(Type, "mood"), provides(EnumLabel, "mood", "glad")},
                            {needs(EnumLabel, "mood", "glad")}}));
    EXPECT_EQ(plans.note("001"),
              R"(adds label "glad" of type "mood" and uses it (line 2): one transaction cannot do both)");
    EXPECT_EQ(plans.step("001").fix_call, "CALL migrate_run()");
}

TEST(Examination, LabelsOfNewTypesAndInFunctionsAreUsable) {
    ScriptedPlan plans;
    plans.add("001", script({{provides(Type, "mood"), provides(EnumLabel, "mood", "sad")},
                             {alters(Type, "mood"), provides(EnumLabel, "mood", "glad")}}))
        .add("002", {needs(EnumLabel, "mood", "glad")});
    EXPECT_EQ(plans.outline(), "001 002");
    EXPECT_EQ(plans.note("002"), "");
}

TEST(Examination, GuessesOnlyWarn) {
    ScriptedPlan plans;
    plans.add("001_dynamic", script({{}, {unread()}}))
        .add("002", {needs(Table, "t"), provides(View, "v")})
        .add("003", {needs(Table, "a"), needs(Table, "b"), needs(Table, "c")});
    EXPECT_EQ(plans.outline(), "001_dynamic 002 003");
    EXPECT_EQ(plans.note("002"), R"(table "public.t" is needed at line 1 by view "v"; )"
                                 R"(it may come from "001_dynamic", where line 2 cannot be read)");
    EXPECT_EQ(plans.note("003"),
              R"(nothing is known to provide table "public.a" (line 1), table "public.b" (line 1) and )"
              R"(table "public.c" (line 1); they may come from "001_dynamic", where line 2 cannot be read)");
}

TEST(Examination, GuessesOfTheOwnScript) {
    ScriptedPlan plans;
    plans.add("001", script({{unread()}, {needs(Table, "t")}}));
    EXPECT_EQ(plans.note("001"), R"(table "public.t" is needed at line 2; what line 1 does cannot be read)");
    EXPECT_EQ(plans.outline(), "001");
}

TEST(Examination, BeforeTheUnreadItIsNoGuess) {
    ScriptedPlan plans;
    plans.add("001", script({{needs(Table, "t")}, {unread()}}));
    EXPECT_EQ(plans.outline(), "001!");
}

TEST(Examination, WhatUnknownExtensionsBring) {
    ScriptedPlan plans;
    plans.add("001", {provides(Extension, "mystery")}).add("002", {needs(Type, "y"), provides(Table, "t")});
    EXPECT_EQ(plans.outline(), "001 002");
    EXPECT_EQ(plans.note("002"), R"(type "public.y" is needed at line 1 by table "t"; )"
                                 R"(it may come with the extension that "001" creates at line 1)");
}

TEST(Examination, ClashesAfterTheUnreadOnlyWarn) {
    ScriptedPlan plans;
    plans.live({provides(Table, "t")}).add("001", script({{unread()}, {provides(Table, "t")}}));
    EXPECT_EQ(plans.outline(), "001");
    EXPECT_EQ(plans.note("001"), R"(table "public.t" (line 2) may be there already)");
}

TEST(Examination, ConditionalObjects) {
    const Mention guard = as(Strength::Conditional, needs(Table, "integrations"));
    ScriptedPlan plans;
    Reading block;
    for (const auto* name : {"i1", "i2", "i3"}) {
        block.push_back(with(guard, mention_flag::begins));
        block.push_back(as(Strength::Conditional, provides(Index, name)));
    }
    plans.add("001", block);
    EXPECT_EQ(plans.outline(), "001");
    EXPECT_EQ(plans.note("001"),
              R"(3 conditional objects will not be made, as table "public.integrations" is not there: )"
              R"(index "i1", index "i2" and index "i3")");
}

TEST(Examination, ConditionsThatMakeNothing) {
    ScriptedPlan plans;
    plans.add("001", {as(Strength::Conditional, needs(Table, "t"))});
    EXPECT_EQ(plans.note("001"),
              R"(what depends on table "public.t" is left out or fails: nothing provides it before)");
}

TEST(Examination, LateAndDynamicNeedsWarn) {
    ScriptedPlan plans;
    plans.add("001", {taking(provides(Function, "f"), {}),
                      as(Strength::Late, with(needs(Table, "t"), mention_flag::in_routine)),
                      as(Strength::Dynamic, needs(Table, "u"))});
    EXPECT_EQ(plans.outline(), "001");
    EXPECT_EQ(plans.note("001"), R"(its functions need what is not there: table "public.t" (line 1); )"
                                 R"(dynamic SQL names what is not there: table "public.u" (line 1))");
}

TEST(Examination, IfExistsSaysNothing) {
    ScriptedPlan plans;
    plans.add("001", {if_exists(drops(Table, "t")), if_exists(alters(Table, "u"))});
    EXPECT_EQ(plans.note("001"), "");
}

TEST(Examination, KindsThatCannotBlockSayNothing) {
    ScriptedPlan plans;
    plans.add("001", {needs(Collation, "c"), needs(Operator, "+"), needs(EventTrigger, "e"), needs(Language, "l")});
    EXPECT_EQ(plans.note("001"), "");
}

TEST(Examination, Rerun) {
    ScriptedPlan plans;  // written to be run again and again
    const Reading idempotent = script({{if_exists(drops(View, "v"))},
                                       {if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "a"))},
                                       {needs(Table, "t"), with(provides(View, "v"), mention_flag::or_replace)}});
    plans.add("001", idempotent).add("002", idempotent).add("003", idempotent);
    EXPECT_EQ(plans.outline(), "001 002 003");
    for (const auto* identifier : {"001", "002", "003"}) EXPECT_EQ(plans.note(identifier), "");
}

TEST(IgnoreBlocked, AppliesAnyway) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "t")}).add("002", {});
    UpRequest request;
    request.ignore_blocked = true;
    const Plan& plan = plans.plan(request);
    EXPECT_EQ(outline(plans.catalog, plan), "001 002");
    EXPECT_FALSE(plan.refusal);
    EXPECT_EQ(plan.steps.front().note, R"(table "public.t" is needed at line 1; no registered migration provides it)");
}

TEST(IgnoreBlocked, WhatNeedsItGoesOnToo) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "x"), provides(Table, "t")}).add("002", {needs(Table, "t")});
    UpRequest request;
    request.ignore_blocked = true;
    EXPECT_EQ(outline(plans.catalog, plans.plan(request)), "001 002");
}

TEST(IgnoreBlocked, WhatCannotRunInATransactionStaysBlocked) {
    ScriptedPlan plans;
    plans.add("001", {needs(Table, "t")});
    plans.builder().node("001").transactional = false;
    UpRequest request;
    request.ignore_blocked = true;
    EXPECT_EQ(outline(plans.catalog, plans.plan(request)), "001!");
}

}  // namespace
}  // namespace strata::core
