// What is provided twice, what is taken over, and what is doubtful.
#include "reading_builder.h"

namespace strata::core {
namespace {

using enum ObjectKind;
using SimulationClashes = SimulatedDatabase;

TEST_F(SimulationClashes, TheSameObjectTwice) {
    run(script({{}, {provides(Table, "a")}}), 0);
    const Pass pass = run({provides(View, "a")}, 1);
    ASSERT_EQ(pass.clashes.size(), 1u);
    EXPECT_EQ(pass.clashes.front().made.who, 0);
    EXPECT_EQ(pass.clashes.front().made.line, 2);
    EXPECT_FALSE(pass.clashes.front().doubt);
}

TEST_F(SimulationClashes, TheLineOfTheMakerOutlivesWhatHappensToMembers) {
    run({provides(Table, "a"), provides(Column, "a", "x")}, 0);
    run(script({{}, {}, {alters(Table, "a"), drops(Column, "a", "x")}}), 1);
    const Pass pass = run({provides(Table, "a")}, 2);
    ASSERT_EQ(pass.clashes.size(), 1u);
    EXPECT_EQ(pass.clashes.front().made.line, 1);
}

TEST_F(SimulationClashes, MembersTwice) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Trigger, "t", "g"), provides(Policy, "t", "p")}, 0);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "a")}, 1), 1u);
    EXPECT_EQ(clashes({needs(Table, "t"), provides(Trigger, "t", "g")}, 1), 1u);
    EXPECT_EQ(clashes({needs(Table, "t"), provides(Policy, "t", "p")}, 1), 1u);
    EXPECT_EQ(clashes({needs(Table, "t"), provides(Policy, "t", "g")}, 1), 0u);
}

TEST_F(SimulationClashes, OtherSpacesAndSchemasAreNoClash) {
    run({provides(Schema, "app"), provides(Table, "a")}, 0);
    EXPECT_EQ(clashes({provides(Table, "app.a")}, 1), 0u);
    EXPECT_EQ(clashes({taking(provides(Function, "a"), {})}, 1), 0u);
    EXPECT_EQ(clashes({provides(Role, "a")}, 1), 0u);
    EXPECT_EQ(clashes({provides(Extension, "a")}, 1), 0u);
}

TEST_F(SimulationClashes, ATableHasATypeOfItsName) {
    run({provides(Type, "mood"), provides(Table, "t"), provides(Sequence, "s")}, 0);
    EXPECT_EQ(clashes({provides(Table, "mood")}, 1), 1u);
    EXPECT_EQ(clashes({provides(View, "mood")}, 1), 1u);
    EXPECT_EQ(clashes({provides(Domain, "t")}, 1), 1u);
    EXPECT_EQ(clashes({provides(Type, "s")}, 1), 0u);
    EXPECT_EQ(clashes({if_not_exists(provides(Table, "mood"))}, 1), 0u);
}

TEST_F(SimulationClashes, WhatAScriptMakesItselfIsItsOwn) {
    run({provides(View, "v"), provides(Column, "v", "a")}, 0);
    const Pass pass = run(script({{provides(View, "v"), provides(Column, "v", "a")},
                                  {alters(View, "v"), needs(Column, "v", "a")}}), 1);
    EXPECT_EQ(pass.clashes.size(), 2u);
    EXPECT_EQ(pass.outcomes.at(0).provider, 1);
    EXPECT_EQ(pass.outcomes.at(1).provider, 1);
    EXPECT_EQ(provider(View, "v"), 0);
}

TEST_F(SimulationClashes, WhatAScriptWouldMakeIsItsOwn) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "old")}, 0);
    const Pass pass = run(script({{if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "a"))},
                                  {needs(Table, "t"), needs(Column, "t", "a"), needs(Column, "t", "old")}}), 1);
    EXPECT_EQ(pass.outcomes.at(0).provider, 1);
    EXPECT_EQ(pass.outcomes.at(1).provider, 1);
    EXPECT_EQ(pass.outcomes.at(2).provider, 0);
}

TEST_F(SimulationClashes, NotAfterADrop) {
    run({provides(Table, "a")}, 0);
    EXPECT_EQ(clashes(script({{drops(Table, "a")}, {provides(Table, "a")}}), 1), 0u);
    EXPECT_EQ(clashes(script({{if_exists(drops(Table, "a"))}, {provides(Table, "a")}}), 2), 0u);
    EXPECT_EQ(provider(Table, "a"), 2);
}

TEST_F(SimulationClashes, NotAfterAnUncertainDrop) {
    run({provides(Table, "a"), provides(Column, "a", "x"), from(provides(Index, "i"), "a")}, 0);
    run({perhaps(drops(Table, "a"))}, 1);
    EXPECT_EQ(provider(Table, "a"), 0);
    EXPECT_EQ(clashes({from(provides(Index, "i"), "a")}, 2), 0u);
    EXPECT_EQ(clashes({provides(Table, "a")}, 3), 0u);
    EXPECT_EQ(provider(Table, "a"), 3);  // since it could be made, the old one was gone
    EXPECT_EQ(clashes({provides(Table, "a")}, 4), 1u);
}

TEST_F(SimulationClashes, NotAfterAnUncertainDropOfASchema) {
    run({provides(Schema, "app"), provides(Table, "app.t")}, 0);
    run({with(perhaps(drops(Schema, "app")), mention_flag::cascade)}, 1);
    EXPECT_EQ(provider(Table, "app.t"), 0);
    EXPECT_EQ(clashes({provides(Table, "app.t")}, 2), 0u);
}

TEST_F(SimulationClashes, WhatIsUncertainIsSurelyThereOnceSomebodyMakesIt) {
    run({perhaps(provides(Table, "t"))}, 0);
    EXPECT_EQ(clashes({provides(Table, "t")}, 1), 0u);
    EXPECT_EQ(provider(Table, "t"), 1);
    EXPECT_EQ(clashes({provides(Table, "t")}, 2), 1u);
}

TEST_F(SimulationClashes, IfNotExistsMakesSureOfIt) {
    run({perhaps(provides(Table, "t"))}, 0);
    run({if_not_exists(provides(Table, "t"))}, 1);
    const Outcome outcome = need(needs(Table, "t"));
    EXPECT_EQ(outcome.provider, 1);
    EXPECT_EQ(outcome.maker, 0);
    EXPECT_EQ(clashes({provides(Table, "t")}, 2), 1u);
}

TEST_F(SimulationClashes, TwoUncertainOnes) {
    EXPECT_EQ(clashes({perhaps(provides(Table, "t"))}, 0), 0u);
    EXPECT_EQ(clashes({perhaps(provides(Table, "t"))}, 1), 0u);
    EXPECT_EQ(clashes({provides(Table, "t")}, 2), 0u);
}

TEST_F(SimulationClashes, TakenOver) {
    run({provides(View, "v"), provides(Table, "t")}, 0);
    const Pass view = run({with(provides(View, "v"), mention_flag::or_replace)}, 1);
    ASSERT_EQ(view.taken_over.size(), 1u);
    EXPECT_EQ(view.taken_over.front().provider, 0);
    EXPECT_EQ(run({if_not_exists(provides(Table, "t"))}, 1).taken_over.size(), 1u);
    const Mention own = if_not_exists(provides(Table, "own"));
    EXPECT_TRUE(run({own, own}, 1).taken_over.empty());
    EXPECT_EQ(provider(View, "v"), 0);
}

TEST_F(SimulationClashes, AKeptTableGetsNothingOfTheNewDefinition) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    run(script({{if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "a")),
                 if_not_exists(provides(Column, "t", "b")), from(if_not_exists(provides(Index, "i")), "t"),
                 if_not_exists(provides(Constraint, "t", "c"))}}), 1);
    EXPECT_EQ(provider(Column, "t", "b"), nobody);
    EXPECT_EQ(provider(Index, "i"), nobody);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "b"), provides(Constraint, "t", "c")}, 2), 0u);
}

TEST_F(SimulationClashes, AfterAKeptTableTheStatementGoesOn) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    run(script({{if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "x")),
                 if_not_exists(provides(Table, "u")), if_not_exists(provides(Column, "u", "x")),
                 if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "x")),
                 alters(Table, "t"), if_not_exists(provides(Column, "t", "b")),
                 needs(Relation, "t"), from(if_not_exists(provides(Index, "i")), "t"),
                 taking(provides(Function, "f"), {})}}), 1);  // a DO block
    EXPECT_EQ(provider(Column, "t", "x"), nobody);
    EXPECT_EQ(provider(Column, "u", "x"), 1);
    EXPECT_EQ(provider(Column, "t", "b"), 1);
    EXPECT_EQ(provider(Index, "i"), 1);
    EXPECT_EQ(need(call("f", 0)).provider, 1);
}

TEST_F(SimulationClashes, ATableThatMayBeKeptMayGetTheNewDefinition) {
    run({perhaps(provides(Table, "t")), perhaps(provides(Column, "t", "a"))}, 0);
    run({if_not_exists(provides(Table, "t")), if_not_exists(provides(Column, "t", "b"))}, 1);
    EXPECT_EQ(provider(Column, "t", "b"), 1);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "b")}, 2), 0u);
}

TEST_F(SimulationClashes, ChosenNamesCountUp) {
    const Mention index = from(with(provides(Index, "t_a_idx"), mention_flag::chosen), "t");
    run(script({{provides(Table, "t")}, {index}, {index}}), 0);
    EXPECT_EQ(provider(Index, "t_a_idx"), 0);
    EXPECT_EQ(provider(Index, "t_a_idx1"), 0);
    EXPECT_EQ(provider(Index, "t_a_idx2"), nobody);
    run({drops(Index, "t_a_idx")}, 1);
    run({index}, 2);
    EXPECT_EQ(provider(Index, "t_a_idx"), 2);
}

TEST_F(SimulationClashes, TheNameOfAKeyIsFreeWhenItsColumnIsMadeAnew) {
    const Mention key = from(with(provides(Index, "t_a_key"), mention_flag::chosen), "t");
    run(script({{provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "k")}, {key}}), 0);
    run({alters(Table, "t"), drops(Column, "t", "k")}, 1);
    run({alters(Table, "t"), provides(Column, "t", "k")}, 2);
    run({key}, 3);
    EXPECT_EQ(provider(Index, "t_a_key1"), 3) << "it was on another column";
    run({alters(Table, "t"), drops(Column, "t", "a")}, 4);
    run(script({{alters(Table, "t"), provides(Column, "t", "a")}, {key}}), 5);
    EXPECT_EQ(provider(Index, "t_a_key"), 5);
}

TEST_F(SimulationClashes, ATableHasOnePrimaryKey) {
    const Mention key = from(with(provides(Index, "t_pkey"), mention_flag::chosen), "t");
    run({provides(Table, "t"), key}, 0);
    run({alters(Table, "t"), key}, 1);
    EXPECT_EQ(provider(Index, "t_pkey1"), nobody);
}

TEST_F(SimulationClashes, AKeyIsNamedAsItsIndex) {
    run({provides(Table, "t_pkey")}, database);
    run({provides(Table, "t"), from(with(provides(Index, "t_pkey"), mention_flag::chosen), "t"),
         with(provides(Constraint, "t", "t_pkey"), mention_flag::chosen)}, 0);
    EXPECT_EQ(provider(Index, "t_pkey1"), 0);
    EXPECT_EQ(provider(Constraint, "t", "t_pkey1"), 0);
    EXPECT_EQ(provider(Constraint, "t", "t_pkey"), nobody);
}

TEST_F(SimulationClashes, ChosenConstraintsCountUpOnTheirTable) {
    const Mention check = with(provides(Constraint, "t", "t_check"), mention_flag::chosen);
    run(script({{provides(Table, "t"), check, check}}), 0);
    EXPECT_EQ(provider(Constraint, "t", "t_check"), 0);
    EXPECT_EQ(provider(Constraint, "t", "t_check1"), 0);
}

TEST_F(SimulationClashes, AnIndexGoesWithItsTable) {
    const Reading both = {provides(Table, "t"), provides(Index, "i")};
    run(both, 0);
    run({drops(Table, "t")}, 1);
    EXPECT_EQ(clashes(both, 2), 0u);
}

TEST_F(SimulationClashes, AnIndexStandsInTheSchemaOfItsTable) {
    run({provides(Schema, "app"), provides(Table, "app.t"), from(provides(Index, "i"), "app.t")}, 0);
    EXPECT_EQ(provider(Index, "app.i"), 0);
    EXPECT_EQ(provider(Index, "public.i"), nobody);
}

TEST_F(SimulationClashes, PartitionsGoWithTheirTable) {
    const Reading partitioned = script({{provides(Table, "p")},
                                        {needs(Table, "p"), from(provides(Table, "p_1"), "p"),
                                         provides(Column, "p_1", "*"), from(provides(Index, "p_1_i"), "p_1")}});
    run(partitioned, 0);
    run({drops(Table, "p")}, 1);
    EXPECT_EQ(provider(Table, "p_1"), nobody);
    EXPECT_EQ(provider(Index, "p_1_i"), nobody);
    EXPECT_EQ(clashes(partitioned, 2), 0u);
}

TEST_F(SimulationClashes, PartitionsOfUnknownTablesMayGoWithThem) {
    const Reading partitioned = {provides(Table, "p"), provides(Table, "p_1"), provides(Column, "p_1", "*")};
    run(partitioned, 0);
    run({drops(Table, "p")}, 1);
    EXPECT_EQ(clashes(partitioned, 2), 0u);
}

TEST_F(SimulationClashes, CascadeMayTakeOtherThingsAlong) {
    const Reading things = {provides(View, "v"), taking(provides(Function, "f"), {"t"}), provides(Type, "y"),
                            provides(Policy, "u", "p"), provides(Constraint, "u", "u_t_fkey")};
    run({provides(Table, "t"), provides(Table, "u")}, 0);
    run(things, 0);
    run({with(drops(Table, "t"), mention_flag::cascade)}, 1);
    EXPECT_EQ(provider(View, "v"), 0);
    EXPECT_EQ(clashes(things, 2), 0u);
    EXPECT_EQ(clashes({provides(Table, "u")}, 3), 1u);  // another table stays
    EXPECT_EQ(clashes(things, 4), 5u);
}

TEST_F(SimulationClashes, ADroppedColumnMayTakeThingsOfItsTableAlong) {
    const Reading things = {from(provides(Index, "i"), "t"), provides(Constraint, "t", "c")};
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "b"), provides(Table, "u")}, 0);
    run(things, 0);
    run({from(provides(Index, "other"), "u")}, 0);
    run({alters(Table, "t"), drops(Column, "t", "a")}, 1);
    EXPECT_EQ(clashes(things, 2), 0u);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "b")}, 3), 1u);
    EXPECT_EQ(clashes({from(provides(Index, "other"), "u")}, 4), 1u);
}

TEST_F(SimulationClashes, ADroppedConstraintTakesItsIndexAlong) {
    const Reading key = {from(provides(Index, "k"), "t"), provides(Constraint, "t", "k")};
    run({provides(Table, "t")}, 0);
    run(key, 0);
    run({alters(Table, "t"), drops(Constraint, "t", "k")}, 1);
    EXPECT_EQ(provider(Index, "k"), nobody);
    EXPECT_EQ(clashes(key, 2), 0u);
}

TEST_F(SimulationClashes, ADroppedTypeGoesAlone) {
    run({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")}, 0);
    EXPECT_EQ(clashes(script({{drops(Type, "mood")},
                              {provides(Type, "mood"), provides(EnumLabel, "mood", "glad")}}), 1), 0u);
    EXPECT_EQ(provider(EnumLabel, "mood", "sad"), nobody);
}

TEST_F(SimulationClashes, AfterWhatCannotBeReadTheyAreDoubtful) {
    run({provides(Table, "t")}, 0);
    const Pass pass = run(script({{unread()}, {provides(Table, "t")}}), 1);
    ASSERT_EQ(pass.clashes.size(), 1u);
    ASSERT_TRUE(pass.clashes.front().doubt);
    EXPECT_EQ(pass.clashes.front().doubt->who, 1);
    EXPECT_EQ(pass.clashes.front().doubt->line, 1);
}

TEST_F(SimulationClashes, WhatIsReadBeforeTheUnreadIsNotDoubtful) {
    run({provides(Table, "t")}, 0);
    const Pass pass = run(script({{provides(Table, "t")}, {unread()}}), 1);
    ASSERT_EQ(pass.clashes.size(), 1u);
    EXPECT_FALSE(pass.clashes.front().doubt);
}

}  // namespace
}  // namespace strata::core
