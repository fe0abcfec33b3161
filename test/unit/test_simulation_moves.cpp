// Renames and SET SCHEMA: what goes along, and who is needed afterwards.
#include "reading_builder.h"

namespace strata::core {
namespace {

using enum ObjectKind;
using SimulationMoves = SimulatedDatabase;

TEST_F(SimulationMoves, ARenameKeepsMembers) {
    run({provides(Table, "a"), provides(Column, "a", "id")}, 0);
    run(moves(drops(Table, "a"), "b"), 1);
    EXPECT_EQ(provider(Column, "b", "id"), 0);
    EXPECT_EQ(provider(Table, "a"), nobody);
    EXPECT_EQ(provider(Column, "b", "other"), nobody);
}

TEST_F(SimulationMoves, WhoNamedItAndWhoMadeItAreBothNeeded) {
    run({provides(Table, "a")}, 0);
    run(moves(drops(Table, "a"), "b"), 1);
    run(moves(drops(Table, "b"), "c"), 2);
    const Outcome outcome = need(needs(Table, "c"));
    EXPECT_EQ(outcome.provider, 2);
    EXPECT_EQ(outcome.maker, 0);
    EXPECT_EQ(need(needs(Table, "a")).dropped.who, 1);
}

TEST_F(SimulationMoves, TheLineOfARenameIsTold) {
    run({provides(Table, "a")}, 0);
    run(script({{}, {}, moves(drops(Table, "a"), "b")}), 1);
    EXPECT_EQ(need(needs(Table, "a")).dropped.line, 3);
}

TEST_F(SimulationMoves, TwoTablesCanChangePlaces) {
    run({provides(Table, "a"), provides(Column, "a", "x"), provides(Table, "b"), provides(Column, "b", "y")}, 0);
    const Reading swap = script({moves(drops(Table, "a"), "old"), moves(drops(Table, "b"), "a"),
                                 moves(drops(Table, "old"), "b")});
    EXPECT_EQ(clashes(swap, 1), 0u);
    EXPECT_EQ(provider(Column, "a", "y"), 0);
    EXPECT_EQ(provider(Column, "b", "x"), 0);
    EXPECT_EQ(provider(Column, "a", "x"), nobody);
}

TEST_F(SimulationMoves, ARenameToATakenNameClashes) {
    run({provides(Table, "a"), provides(Table, "b")}, 0);
    EXPECT_EQ(clashes(moves(drops(Table, "a"), "b"), 1), 1u);
}

TEST_F(SimulationMoves, AnUncertainRenameLeavesBothInDoubt) {
    run({provides(Table, "a"), provides(Column, "a", "id")}, 0);
    run(moves(perhaps(drops(Table, "a")), "b"), 1);
    EXPECT_NE(provider(Table, "a"), nobody);
    EXPECT_NE(provider(Table, "b"), nobody);
    EXPECT_EQ(provider(Column, "b", "id"), 0);
    EXPECT_EQ(clashes({provides(Table, "a")}, 2), 0u);
    EXPECT_EQ(clashes({provides(Table, "b")}, 3), 0u);
}

TEST_F(SimulationMoves, AnUncertainRenameReplacesNothing) {
    run({provides(Table, "a"), provides(Column, "a", "x"), provides(Table, "b"), provides(Column, "b", "y")}, 0);
    run(moves(perhaps(drops(Table, "a")), "b"), 1);
    EXPECT_EQ(provider(Column, "b", "y"), 0);
    EXPECT_EQ(provider(Column, "a", "x"), 0);
    EXPECT_EQ(provider(Table, "b"), 0);
}

TEST_F(SimulationMoves, AnUncertainRenameOfAColumnLeavesBothInDoubt) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    run(moves(perhaps(drops(Column, "t", "a")), "t", "b"), 1);
    EXPECT_NE(provider(Column, "t", "a"), nobody);
    EXPECT_NE(provider(Column, "t", "b"), nobody);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "b")}, 2), 0u);
}

TEST_F(SimulationMoves, AnUncertainRenameOfARoutineLeavesBothInDoubt) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    run(moves(perhaps(taking(drops(Function, "f"), {"int4"})), "g"), 1);
    EXPECT_EQ(need(call("f", 1)).provider, 0);
    EXPECT_NE(need(call("g", 1)).provider, nobody);
    EXPECT_EQ(clashes({taking(provides(Function, "g"), {"int4"})}, 2), 0u);
}

Mention owned_by(Mention sequence, std::string_view table, std::string_view column) {
    sequence = from(std::move(sequence), table);
    sequence.origin_member = column;
    return sequence;
}

TEST_F(SimulationMoves, ASequenceGoesWithItsColumn) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "b"),
         owned_by(provides(Sequence, "t_a_seq"), "t", "a"), provides(Sequence, "loose")}, 0);
    run({owned_by(alters(Sequence, "loose"), "t", "b")}, 1);
    run(script({moves(drops(Column, "t", "a"), "t", "aa"), {drops(Column, "t", "aa")}}), 2);
    EXPECT_EQ(need(needs(Sequence, "t_a_seq")).dropped.who, 2);
    EXPECT_EQ(provider(Sequence, "loose"), 0);
    run({drops(Column, "t", "b")}, 3);
    EXPECT_EQ(need(needs(Sequence, "loose")).dropped.who, 3);
}

TEST_F(SimulationMoves, ASequenceStaysWithoutItsOwner) {
    run({provides(Table, "t"), provides(Column, "t", "a"), owned_by(provides(Sequence, "s"), "t", "a")}, 0);
    Mention none = alters(Sequence, "s");
    none.origin_member = "none";
    run(script({{none}, {drops(Column, "t", "a")}, {drops(Table, "t")}}), 1);
    EXPECT_EQ(provider(Sequence, "s"), 0);
}

TEST_F(SimulationMoves, AnAttachedPartitionGoesWithItsTable) {
    run({provides(Table, "whole"), provides(Table, "part")}, 0);
    run({from(alters(Table, "part"), "whole"), provides(Column, "part", "*")}, 1);
    run({drops(Table, "whole")}, 2);
    EXPECT_EQ(need(needs(Table, "part")).dropped.who, 2);
}

TEST_F(SimulationMoves, ADropFindsAllItsObjectsFirst) {
    run({provides(Table, "whole"), from(provides(Table, "part"), "whole")}, 0);
    const Pass pass = run({drops(Table, "whole"), drops(Table, "part"), drops(Table, "missing")}, 1);
    EXPECT_EQ(pass.outcomes.at(1).provider, 0);
    EXPECT_EQ(pass.outcomes.at(2).provider, nobody);
    EXPECT_EQ(provider(Table, "part"), nobody);
    EXPECT_EQ(last(script({{drops(Table, "whole")}, {drops(Table, "part")}}), 2).provider, nobody);
}

TEST_F(SimulationMoves, ADetachedPartitionStays) {
    run({provides(Table, "whole"), from(provides(Table, "part"), "whole")}, 0);
    Mention detached = alters(Table, "part");
    detached.origin_member = "none";
    run(script({{detached}, {drops(Table, "whole")}}), 1);
    EXPECT_EQ(provider(Table, "part"), 0);
}

TEST_F(SimulationMoves, ARangeTakesItsMultirangeAndConstructorsAlong) {
    const Reading range = {provides(Type, "span"), from(provides(Type, "spans"), "span"),
                           from(taking(provides(Function, "span"), {"int4", "int4"}), "span"),
                           from(taking(provides(Function, "spans"), {}), "spans")};
    run(range, 0);
    run({taking(provides(Function, "span"), {"text"})}, 1);
    run({drops(Type, "span")}, 2);
    EXPECT_EQ(need(needs(Type, "spans")).dropped.who, 2);
    EXPECT_EQ(provider(Function, "spans"), nobody);
    EXPECT_EQ(need(call("span", 2)).provider, nobody);
    EXPECT_EQ(need(call("span", 1)).provider, 1);
    EXPECT_EQ(clashes(range, 3), 0u);
}

TEST_F(SimulationMoves, SetSchemaTakesIndexesAndSequencesAlong) {
    run({provides(Schema, "app"), provides(Table, "t"), provides(Column, "t", "id"),
         from(provides(Index, "t_id_idx"), "t"), from(provides(Sequence, "t_id_seq"), "t")}, 0);
    run(moves(drops(Table, "t"), "app.t"), 1);
    for (const auto* name : {"app.t", "app.t_id_idx", "app.t_id_seq"})
        EXPECT_NE(provider(Relation, name), nobody) << name;
    for (const auto* name : {"t", "t_id_idx", "t_id_seq"}) EXPECT_EQ(provider(Relation, name), nobody) << name;
    EXPECT_EQ(provider(Column, "app.t", "id"), 0);
}

TEST_F(SimulationMoves, IndexesKeepTheirNamesWhenTheirTableIsRenamed) {
    run({provides(Table, "a"), from(provides(Index, "a_pkey"), "a")}, 0);
    run(moves(drops(Table, "a"), "b"), 1);
    EXPECT_EQ(provider(Index, "a_pkey"), 0);
    run({drops(Table, "b")}, 2);
    EXPECT_EQ(provider(Index, "a_pkey"), nobody);
}

TEST_F(SimulationMoves, PartitionsStayWhenTheirTableGoesToAnotherSchema) {
    run({provides(Schema, "app"), provides(Table, "p"), from(provides(Table, "p_1"), "p")}, 0);
    run(moves(drops(Table, "p"), "app.p"), 1);
    EXPECT_EQ(provider(Table, "public.p_1"), 0);
}

TEST_F(SimulationMoves, ARenamedSchemaTakesAllAlong) {
    run({provides(Schema, "app"), provides(Table, "app.t"), provides(Column, "app.t", "id"),
         taking(provides(Function, "app.f"), {"int4"}), provides(Type, "app.mood")}, 0);
    run(moves(drops(Schema, "app"), "service"), 1);
    const Outcome table = need(needs(Table, "service.t"));
    EXPECT_EQ(table.provider, 1);
    EXPECT_EQ(table.maker, 0);
    EXPECT_EQ(provider(Column, "service.t", "id"), 0);
    EXPECT_NE(need(call("service.f", 1)).provider, nobody);
    EXPECT_NE(provider(Type, "service.mood"), nobody);
    EXPECT_EQ(need(needs(Table, "app.t")).dropped.who, 1);
    EXPECT_EQ(provider(Schema, "app"), nobody);
}

TEST_F(SimulationMoves, ARenamedColumnIsNeededFromWhoRenamedIt) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    run(moves(drops(Column, "t", "a"), "t", "b"), 1);
    EXPECT_EQ(provider(Column, "t", "b"), 1);
    EXPECT_EQ(need(needs(Column, "t", "a")).dropped.who, 1);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "a")}, 2), 0u);
    EXPECT_EQ(clashes({alters(Table, "t"), provides(Column, "t", "b")}, 3), 1u);
}

TEST_F(SimulationMoves, AColumnRenamedToATakenNameClashes) {
    run({provides(Table, "t"), provides(Column, "t", "a"), provides(Column, "t", "b")}, 0);
    EXPECT_EQ(clashes(moves(drops(Column, "t", "a"), "t", "b"), 1), 1u);
}

TEST_F(SimulationMoves, ARenamedConstraintRenamesItsIndex) {
    run({provides(Table, "t"), from(provides(Index, "t_pkey"), "t"), provides(Constraint, "t", "t_pkey")}, 0);
    run(moves(drops(Constraint, "t", "t_pkey"), "t", "pk"), 1);
    EXPECT_NE(provider(Index, "pk"), nobody);
    EXPECT_EQ(provider(Index, "t_pkey"), nobody);
    EXPECT_EQ(provider(Constraint, "t", "t_pkey"), nobody);
}

TEST_F(SimulationMoves, ARenamedIndexRenamesItsConstraint) {
    run({provides(Table, "t"), from(provides(Index, "t_pkey"), "t"), provides(Constraint, "t", "t_pkey")}, 0);
    run(moves(drops(Relation, "t_pkey"), "pk"), 1);  // ALTER TABLE can rename an index, too
    EXPECT_NE(provider(Constraint, "t", "pk"), nobody);
    EXPECT_EQ(provider(Constraint, "t", "t_pkey"), nobody);
    run({alters(Table, "t"), drops(Constraint, "t", "pk")}, 2);
    EXPECT_EQ(provider(Index, "pk"), nobody);
}

TEST_F(SimulationMoves, ARenamedRoutineKeepsItsArguments) {
    run({taking(provides(Function, "f"), {"int4"}), taking(provides(Function, "f"), {"text", "text"})}, 0);
    run(moves(taking(drops(Function, "f"), {"int4"}), "g"), 1);
    EXPECT_EQ(need(call("g", 1)).provider, 1);
    EXPECT_EQ(need(call("g", 1)).maker, 0);
    EXPECT_EQ(need(call("g", 2)).provider, nobody);
    EXPECT_EQ(need(call("f", 2)).provider, 0);
    EXPECT_EQ(need(call("f", 1)).dropped.who, 1);
}

TEST_F(SimulationMoves, RoutinesAreFoundByTheNewNamesOfTheirTypes) {
    run({provides(Type, "mood"), taking(provides(Function, "f"), {"mood"})}, 0);
    run(moves(drops(Type, "mood"), "mood_old"), 1);
    EXPECT_EQ(need(taking(drops(Function, "f"), {"mood_old"})).provider, 0);
}

TEST_F(SimulationMoves, ANewTypeOfAnOldNameMakesAnotherRoutine) {
    run({provides(Type, "mood"), taking(provides(Function, "f"), {"mood"})}, 0);
    const Reading anew = script({moves(drops(Type, "mood"), "mood_old"), {provides(Type, "mood")},
                                 {taking(provides(Function, "f"), {"mood"})}});
    EXPECT_EQ(clashes(anew, 1), 0u);
}

TEST_F(SimulationMoves, ARenamedLabelIsNeededFromWhoRenamedIt) {
    run({provides(Type, "mood"), provides(EnumLabel, "mood", "sad")}, database);
    run(moves(drops(EnumLabel, "mood", "sad"), "mood", "blue"), 1);
    const Outcome outcome = need(needs(EnumLabel, "mood", "blue"));
    EXPECT_EQ(outcome.provider, 1);
    EXPECT_FALSE(outcome.is_fresh);  // renaming makes no new label
    EXPECT_EQ(provider(EnumLabel, "mood", "sad"), nobody);
}

TEST_F(SimulationMoves, WhatIsMissingMovesAllTheSame) {
    run(moves(drops(Table, "a"), "b"), 1);
    EXPECT_EQ(provider(Table, "b"), 1);  // one missing table is told once
    run(moves(if_exists(drops(Table, "c")), "d"), 2);
    EXPECT_EQ(provider(Table, "d"), nobody);
}

TEST_F(SimulationMoves, RenamingBackAndForthChangesNothing) {
    run({provides(Table, "t"), provides(Column, "t", "id"), from(provides(Index, "i"), "t")}, 0);
    for (int i = 0; i < 5; ++i) run(script({moves(drops(Index, "i"), "j"), moves(drops(Index, "j"), "i")}), 1);
    run({drops(Table, "t")}, 2);
    EXPECT_EQ(provider(Index, "i"), nobody);
}

}  // namespace
}  // namespace strata::core
