// Routines by their arguments, and what cannot be read: opaque routines, dynamic SQL, unknown extensions.
#include "reading_builder.h"

namespace strata::core {
namespace {

using enum ObjectKind;
using SimulationRoutines = SimulatedDatabase;
using SimulationUnread = SimulatedDatabase;

TEST_F(SimulationRoutines, AreToldApartByTheNumberOfArguments) {
    Mention with_default = taking(provides(Function, "f"), {"int4", "text"});
    with_default.fewest = 1;
    run({with_default}, 0);
    EXPECT_EQ(need(call("f", 0)).provider, nobody);
    EXPECT_EQ(need(call("f", 1)).provider, 0);
    EXPECT_EQ(need(call("f", 2)).provider, 0);
    EXPECT_EQ(need(call("f", 3)).provider, nobody);
    EXPECT_EQ(need(call("f", -1)).provider, 0);
}

TEST_F(SimulationRoutines, VariadicOnesTakeManyArguments) {
    Mention variadic = taking(provides(Function, "f"), {"text", "int4[]"});
    variadic.fewest = 1;
    variadic.most = 100;
    run({variadic}, 0);
    EXPECT_EQ(need(call("f", 0)).provider, nobody);
    EXPECT_EQ(need(call("f", 50)).provider, 0);
}

TEST_F(SimulationRoutines, ProceduresCanBeNamedWithTheirOutputArguments) {
    Mention procedure = taking(provides(Procedure, "p"), {"int4"});
    procedure.fewest = procedure.most = 2;
    run({procedure}, 0);
    EXPECT_EQ(need(call("p", 2)).provider, 0);
    EXPECT_EQ(need(call("p", 1)).provider, nobody);
    EXPECT_EQ(need(taking(alters(Procedure, "p"), {"int4"})).provider, 0);
    EXPECT_EQ(need(taking(alters(Procedure, "p"), {"int4", "int4"})).provider, 0);
    EXPECT_EQ(need(taking(alters(Procedure, "p"), {"int4", "int4", "int4"})).provider, nobody);
}

TEST_F(SimulationRoutines, AreToldApartByTheirTypesWhereTheseAreWritten) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    run({taking(provides(Function, "f"), {"text"})}, 1);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"text"})).provider, 1);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"pg_catalog.int4"})).provider, 0);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"int8"})).provider, nobody);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"?"})).provider, 0);
    EXPECT_EQ(need(drops(Function, "f")).provider, 0);
}

TEST_F(SimulationRoutines, TheExactTypeGoesFirst) {
    run({taking(provides(Function, "f"), {"a.state"})}, 0);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"b.state"})}, 1), 0u);
    run({taking(drops(Function, "f"), {"b.state"})}, 2);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"a.state"})).provider, 0);
}

TEST_F(SimulationRoutines, TheSameTwiceClashes) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"int4"})}, 1), 1u);
    EXPECT_EQ(clashes({taking(provides(Procedure, "f"), {"int4"})}, 1), 1u);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"int8"})}, 1), 0u);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"?"})}, 2), 0u);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"?"})}, 3), 0u);
}

TEST_F(SimulationRoutines, ReplacedOnesAreTakenOver) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    const Pass pass = run({with(taking(provides(Function, "f"), {"int4"}), mention_flag::or_replace)}, 1);
    EXPECT_TRUE(pass.clashes.empty());
    ASSERT_EQ(pass.taken_over.size(), 1u);
    EXPECT_EQ(pass.taken_over.front().provider, 0);
    EXPECT_EQ(need(call("f", 1)).provider, 0);
    const Pass other = run({with(taking(provides(Function, "f"), {"text"}), mention_flag::or_replace)}, 2);
    EXPECT_TRUE(other.taken_over.empty());
}

TEST_F(SimulationRoutines, AReplacedOneTakesOtherNumbersOfArguments) {
    run({taking(provides(Function, "f"), {"int4", "int4"})}, 0);
    Mention with_default = with(taking(provides(Function, "f"), {"int4", "int4"}), mention_flag::or_replace);
    with_default.fewest = 1;
    run({with_default}, 1);
    EXPECT_NE(need(call("f", 1)).provider, nobody);
}

TEST_F(SimulationRoutines, WhoDroppedWhichIsTold) {
    run({taking(provides(Function, "f"), {"int4"}), taking(provides(Function, "f"), {"int4", "int4"})}, 0);
    run(script({{}, {taking(drops(Function, "f"), {"int4"})}}), 1);
    const Outcome gone = need(call("f", 1));
    EXPECT_EQ(gone.provider, nobody);
    EXPECT_EQ(gone.dropped.who, 1);
    EXPECT_EQ(gone.dropped.line, 2);
    EXPECT_EQ(need(call("f", 2)).provider, 0);
    EXPECT_EQ(need(call("f", 3)).dropped.who, nobody);  // of this one nobody ever heard
}

TEST_F(SimulationRoutines, DroppedAndMadeAgain) {
    for (Provider i = 0; i < 3; ++i)
        EXPECT_EQ(clashes(script({{if_exists(taking(drops(Function, "f"), {"int4"}))},
                                  {taking(provides(Function, "f"), {"int4"})}}), i), 0u);
    EXPECT_EQ(need(call("f", 1)).provider, 2);
}

TEST_F(SimulationRoutines, AnUncertainDropLeavesItInDoubt) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    run({perhaps(taking(drops(Function, "f"), {"int4"}))}, 1);
    EXPECT_EQ(need(call("f", 1)).provider, 0);
    EXPECT_EQ(clashes({taking(provides(Function, "f"), {"int4"})}, 2), 0u);
    EXPECT_EQ(need(call("f", 1)).provider, 2);
}

TEST_F(SimulationRoutines, TheSurestIsTaken) {
    run({perhaps(taking(provides(Function, "f"), {"int4"}))}, 0);
    run({taking(provides(Function, "f"), {"text"})}, 1);
    EXPECT_EQ(need(call("f", 1)).provider, 1);
}

TEST_F(SimulationRoutines, ThePathIsSearchedForOneThatFits) {
    run({provides(Schema, "app"), taking(provides(Function, "app.f"), {"int4"})}, 0);
    run({taking(provides(Function, "public.f"), {"int4", "int4"})}, 1);
    simulation.set_path({"app", "public"});
    EXPECT_EQ(need(call("f", 1)).provider, 0);
    EXPECT_EQ(need(call("f", 2)).provider, 1);
}

TEST_F(SimulationRoutines, AggregatesAreRoutines) {
    run({taking(provides(Aggregate, "total"), {"int4"})}, 0);
    EXPECT_EQ(need(call("total", 1)).provider, 0);
    EXPECT_EQ(need(needs(Aggregate, "total")).provider, 0);
}

TEST_F(SimulationRoutines, TypesCanBeCalled) {
    run({provides(Type, "span"), provides(Domain, "email")}, 0);
    EXPECT_EQ(need(call("email", 1)).provider, 0);
    EXPECT_EQ(need(call("span", 3)).provider, 0);  // the constructor of a range
    EXPECT_EQ(need(taking(drops(Function, "span"), {"text"})).provider, nobody);
}

TEST_F(SimulationUnread, AfterItAMissingNeedIsAGuess) {
    const Pass pass = run(script({{needs(Table, "before")}, {unread()}, {needs(Table, "after")}}), 4);
    EXPECT_FALSE(pass.outcomes.at(0).is_guess);
    EXPECT_TRUE(pass.outcomes.at(1).is_guess);
    EXPECT_EQ(pass.outcomes.at(1).source.who, 4);
    EXPECT_EQ(pass.outcomes.at(1).source.line, 2);
    EXPECT_TRUE(need(needs(Table, "later"), 5).is_guess);
}

TEST_F(SimulationUnread, InARoutineItCountsWhenThatRuns) {
    run({taking(provides(Function, "f"), {"int4"}), unread(mention_flag::in_routine)}, 0);
    run({taking(provides(Function, "f"), {"text", "text"})}, 0);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
    run({call("f", 2)}, 1);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
    run({call("f", 1)}, 1);
    const Outcome outcome = need(needs(Table, "t"));
    EXPECT_TRUE(outcome.is_guess);
    EXPECT_EQ(outcome.source.who, 1);
}

TEST_F(SimulationUnread, InARoutineItCountsWhenAnotherOneCallsIt) {
    const auto in_body = [](Mention call) { return as(Strength::Late, with(std::move(call), mention_flag::in_routine)); };
    run({taking(provides(Function, "outer"), {}), in_body(call("inner", 1)), in_body(call("outer", 0))}, 0);
    run({taking(provides(Function, "inner"), {"int4"}), unread(mention_flag::in_routine)}, 1);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
    run({call("outer", 0)}, 2);
    EXPECT_EQ(need(needs(Table, "t")).source.who, 2);
}

TEST_F(SimulationUnread, AReplacedBodyCallsOthers) {
    run({taking(provides(Function, "inner"), {}), unread(mention_flag::in_routine)}, 0);
    run({taking(provides(Function, "outer"), {}), call("inner", 0)}, 0);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
    run({with(taking(provides(Function, "outer"), {}), mention_flag::or_replace)}, 1);
    run({call("outer", 0)}, 2);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
}

TEST_F(SimulationUnread, ARoutineThatIsOnlyNamedDoesNotRun) {
    run({provides(Table, "t"), taking(provides(Function, "f"), {}), unread(mention_flag::in_routine)}, 0);
    run({needs(Table, "t"), call("f", 0), provides(Trigger, "t", "g")}, 1);
    run({call("f", 0), provides(View, "v"), provides(Column, "v", "a")}, 1);
    run({taking(provides(Function, "g"), {}), as(Strength::Late, with(call("f", 0), mention_flag::in_routine))}, 1);
    run({taking(alters(Function, "f"), {})}, 1);
    EXPECT_FALSE(need(needs(Table, "missing")).is_guess);
    run({call("f", 0), provides(Table, "made_of_query")}, 1);
    EXPECT_TRUE(need(needs(Table, "missing")).is_guess);
}

TEST_F(SimulationUnread, AReplacedBodyCanBeReadable) {
    run({taking(provides(Function, "f"), {}), unread(mention_flag::in_routine)}, 0);
    run({with(taking(provides(Function, "f"), {}), mention_flag::or_replace)}, 1);
    run({call("f", 0)}, 2);
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
}

TEST_F(SimulationUnread, AReplacedBodyCanBeUnreadable) {
    run({taking(provides(Function, "f"), {})}, 0);
    run({with(taking(provides(Function, "f"), {}), mention_flag::or_replace), unread(mention_flag::in_routine)}, 1);
    run({call("f", 0)}, 2);
    EXPECT_TRUE(need(needs(Table, "t")).is_guess);
}

TEST_F(SimulationUnread, InATablesDefinitionItOpensTheTable) {
    run(script({{provides(Table, "t"), provides(Column, "t", "a"), unread()}}), 0);
    EXPECT_EQ(provider(Column, "t", "b"), 0);
    EXPECT_EQ(provider(Index, "t_b_idx"), 0);  // it may have come along
    EXPECT_EQ(provider(Sequence, "t_a_seq"), 0);
    EXPECT_EQ(provider(Table, "t_b"), nobody);
    EXPECT_FALSE(need(needs(Table, "u")).is_guess);
}

TEST_F(SimulationUnread, ClosedTablesHaveNoFurtherIndexes) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, 0);
    EXPECT_EQ(provider(Index, "t_b_idx"), nobody);
}

TEST_F(SimulationUnread, WhatTheDatabaseDoesIsForgotten) {
    run({unread()}, database);
    simulation.forget_opaque();
    EXPECT_FALSE(need(needs(Table, "t")).is_guess);
}

TEST_F(SimulationUnread, KnownExtensionsBringTheirMembers) {
    const Reading citext = {provides(Type, "citext"), taking(provides(Function, "lower"), {"citext"})};
    const ExtensionMembers members = {{"citext", citext}};
    simulation.know_extensions(members);
    run({provides(Schema, "extensions"), from(provides(Extension, "citext"), "extensions.")}, 0);
    EXPECT_EQ(provider(Type, "extensions.citext"), 0);
    EXPECT_EQ(provider(Type, "citext"), nobody);
    EXPECT_EQ(need(call("extensions.lower", 1)).provider, 0);
    EXPECT_FALSE(need(needs(Type, "other")).is_guess);
}

TEST_F(SimulationUnread, OfUnknownExtensionsMembersMayBeInTheirSchema) {
    run({provides(Schema, "app"), provides(Table, "t"), provides(Column, "t", "a")}, database);
    run({provides(Extension, "pg_mystery")}, 0);
    for (const Mention& wanted : {needs(Type, "other"), call("f", 1), needs(Table, "u"), needs(Schema, "mystery"),
                                  needs(Table, "mystery.u")}) {
        const Outcome outcome = need(wanted);
        EXPECT_TRUE(outcome.is_guess && outcome.is_of_extension) << wanted.name;
        EXPECT_EQ(outcome.source.who, 0);
    }
    for (const Mention& wanted : {needs(Table, "app.u"), call("app.f", 1), needs(Column, "t", "x"), needs(Index, "i"),
                                  needs(Trigger, "t", "g"), needs(Role, "r"), needs(Schema, "other")})
        EXPECT_FALSE(need(wanted).is_guess) << wanted.name;
}

TEST_F(SimulationUnread, ANameThatWasCutFitsByItsBeginning) {
    Mention known = unread();
    known.arguments = {"index:events_*_idx"};
    run({known}, 0);
    EXPECT_TRUE(need(needs(Index, "events_" + std::string(56, 'x'))).is_guess);
    EXPECT_FALSE(need(needs(Index, "event_" + std::string(57, 'x'))).is_guess);
    EXPECT_FALSE(need(needs(Index, "events_" + std::string(55, 'x'))).is_guess);
}

TEST_F(SimulationUnread, WhatItMayProvideCanBeKnown) {
    run({provides(Table, "t"), provides(Column, "t", "a")}, database);
    Mention known = unread();
    known.arguments = {"index:events_*_idx", "column:created_at", "view:v*", "function:f"};
    run({known}, 0);
    for (const Mention& wanted : {needs(Index, "events_7_idx"), needs(Column, "t", "created_at"), needs(View, "v1"),
                                  needs(Relation, "v"), call("f", 3)})
        EXPECT_TRUE(need(wanted).is_guess) << wanted.name;
    for (const Mention& wanted : {needs(Index, "events_7"), needs(Index, "other_idx"), needs(Column, "t", "b"),
                                  call("g", 3), needs(Schema, "s"), needs(Type, "y"), needs(View, "w"),
                                  needs(Trigger, "t", "created_at")})
        EXPECT_FALSE(need(wanted).is_guess) << wanted.name << wanted.member;
}

TEST_F(SimulationUnread, WhatProvidesNothingMayStillTakeAway) {
    run({provides(Table, "t")}, database);
    Mention grants = unread();
    grants.arguments = {"none"};
    const Pass pass = run(script({{grants}, {needs(Table, "u")}, {provides(Table, "t")}}), 0);
    EXPECT_FALSE(pass.outcomes.front().is_guess);
    ASSERT_EQ(pass.clashes.size(), 1u);
    EXPECT_TRUE(pass.clashes.front().doubt);
}

TEST_F(SimulationUnread, ARoutineMayProvideWhatItsBodyDoes) {
    Mention makes_u = unread(mention_flag::in_routine);
    makes_u.arguments = {"table:u"};
    Mention makes_w = makes_u;
    makes_w.arguments = {"table:w"};
    run({taking(provides(Function, "f"), {}), makes_u, makes_w}, 0);
    EXPECT_FALSE(need(needs(Table, "u")).is_guess);
    run({call("f", 0)}, 1);
    EXPECT_TRUE(need(needs(Table, "u")).is_guess);
    EXPECT_TRUE(need(needs(Table, "w")).is_guess);
    EXPECT_FALSE(need(needs(Table, "v")).is_guess);
}

TEST_F(SimulationUnread, StatementsOfABlockStandAlone) {
    run({with(provides(Table, "t"), mention_flag::begins), provides(Column, "t", "a"),
         unread(mention_flag::begins)}, 0);
    EXPECT_TRUE(need(needs(Table, "u")).is_guess);
    EXPECT_FALSE(need(needs(Column, "t", "a")).is_guess);
}

TEST_F(SimulationUnread, AnExtensionThatIsThereBringsNothingNew) {
    run({provides(Extension, "mystery")}, database);
    run({if_not_exists(provides(Extension, "mystery"))}, 0);
    EXPECT_FALSE(need(needs(Type, "other")).is_guess);
}

TEST_F(SimulationRoutines, TheScriptsOwnGoesFirst) {
    run({taking(provides(Function, "f"), {"int4"})}, 0);
    EXPECT_EQ(last(script({{taking(provides(Function, "f"), {})}, {needs(Function, "f")}}), 1).provider, 1);
    const Mention again = with(taking(provides(Function, "f"), {"int4"}), mention_flag::or_replace);
    EXPECT_EQ(last(script({{again}, {taking(alters(Function, "f"), {"int4"})}}), 2).provider, 2);
    EXPECT_EQ(need(taking(alters(Function, "f"), {"int4"}), 3).provider, 0);
}

}  // namespace
}  // namespace strata::core
