#include "core/plan_up.h"

#include <set>

#include "planner_fixture.h"

namespace strata::core {
namespace {

std::string planned(const Catalog& catalog, const UpRequest& request = {}) {
    const auto plan = plan_up(catalog, request);
    return plan ? outline(catalog, *plan) : std::string(sqlstate(plan.fault().condition));
}

CatalogBuilder chain() {
    CatalogBuilder builder;
    builder.add("003_c").add("001_a").add("002_b").requires_("003_c", "002_b").requires_("002_b", "001_a");
    return builder;
}

TEST(PlanUp, VersionOrder) {
    CatalogBuilder builder;
    builder.add("word").add("10_b").add("20250101_d").add("2_a").add("other").add("V10.1__c");
    EXPECT_EQ(planned(builder.catalog), "2_a 10_b V10.1__c 20250101_d word other");
}

TEST(PlanUp, NothingRegisteredOrNothingPendingIsAnEmptyPlan) {
    EXPECT_EQ(planned(Catalog{}), "");
    CatalogBuilder builder;
    builder.applied("1_a").add("2_b", State::Skipped);
    EXPECT_EQ(planned(builder.catalog), "");
}

TEST(PlanUp, ARequirementDelaysItsDependentAndNothingElse) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").add("3_c").add("4_d").requires_("1_a", "3_c");
    EXPECT_EQ(planned(builder.catalog), "2_b 3_c 1_a 4_d");
}

TEST(PlanUp, AppliedRequirementsAreMet) {
    CatalogBuilder builder;
    builder.applied("1_a").add("2_b").requires_("2_b", "1_a");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(transcript(builder.catalog, *plan), "2_b|apply||||MG007,1_a\n");
}

TEST(PlanUp, TargetStopsThePlanBehindIt) {
    auto builder = chain();
    builder.add("000_z");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("002_b")}), "000_z 001_a 002_b");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("000_z")}), "000_z");
}

TEST(PlanUp, TargetTakesAlongWhatItNeedsOfLaterOnes) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").add("3_c").requires_("1_a", "2_b");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("1_a")}), "2_b 1_a");
}

TEST(PlanUp, AnAppliedTargetIsAnEmptyPlan) {
    CatalogBuilder builder;
    builder.add("1_a").applied("2_b").add("3_c");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("2_b")}), "");
}

TEST(PlanUp, OnlyTheseAndWhatTheyNeed) {
    auto builder = chain();
    builder.add("000_z").add("004_d").requires_("004_d", "003_c");
    const std::vector<Index> these{builder.index("003_c")};
    EXPECT_EQ(planned(builder.catalog, {.only_these = these}), "001_a 002_b 003_c");
    EXPECT_EQ(planned(builder.catalog, {.only_these = std::vector<Index>{}}), "");
    builder.node("002_b").state = State::Applied;
    EXPECT_EQ(planned(builder.catalog, {.only_these = these}), "003_c");
    builder.node("003_c").state = State::Applied;
    EXPECT_EQ(planned(builder.catalog, {.only_these = these}), "");
}

TEST(PlanUp, TargetAndOnlyTheseExcludeEachOther) {
    const auto builder = chain();
    EXPECT_EQ(planned(builder.catalog, {.target = 0, .only_these = std::vector<Index>{1}}), "MG020");
}

TEST(PlanUp, ASkippedMigrationCannotBeAskedFor) {
    CatalogBuilder builder;
    builder.add("1_a", State::Skipped).add("2_b").add("3_c", State::Skipped);
    EXPECT_EQ(planned(builder.catalog, {.target = 0}), "MG012");
    const auto plan = plan_up(builder.catalog, {.only_these = std::vector<Index>{0, 1, 2}});
    EXPECT_EQ(plan.fault().message, "cannot apply \"1_a\" and \"3_c\": marked skipped");
}

TEST(PlanUp, ARequirementThatIsNotRegisteredBlocks) {
    CatalogBuilder builder;
    builder.add("003_c").lacks("003_c", "002_x");
    const auto plan = plan_up(builder.catalog, {});
    const auto& step = step_of(builder.catalog, *plan, "003_c");
    EXPECT_EQ(step.action, Action::Blocked);
    EXPECT_EQ(step.note, "requires \"002_x\", which is not registered");
    EXPECT_EQ(step.fix_call, "SELECT * FROM migrate_register('002_x', '...')");
    EXPECT_EQ(step.needs, std::vector<std::string>{"002_x"});
}

TEST(PlanUp, AnInferredNeedTellsItsOwnReason) {
    CatalogBuilder builder;
    builder.add("1_a");
    builder.catalog.missing.push_back({0, "table t", EdgeKind::Inferred, "needs table t (line 3)", "SELECT 1"});
    builder.add("2_b");
    builder.catalog.missing.push_back({1, "table t", EdgeKind::Inferred, {}, {}});
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "needs table t (line 3)");
    EXPECT_EQ(plan->steps[0].fix_call, "SELECT 1");
    EXPECT_EQ(plan->steps[1].note, "needs table t, which nothing provides");
    EXPECT_EQ(plan->steps[1].fix_call, "");
    EXPECT_TRUE(plan->steps[0].needs.empty());
}

TEST(PlanUp, ASkippedRequirementBlocks) {
    CatalogBuilder builder;
    builder.add("1_it's", State::Skipped).add("2_b").requires_("2_b", "1_it's");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "requires \"1_it's\", which is marked skipped");
    EXPECT_EQ(plan->steps[0].fix_call, "SELECT * FROM migrate_mark('1_it''s', 'pending', 'needed by 2_b')");
}

TEST(PlanUp, AConflictWithAnAppliedMigrationBlocks) {
    CatalogBuilder builder;
    builder.applied("1_a").add("2_b").conflict("1_a", "2_b");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "conflicts with \"1_a\", which is applied");
    EXPECT_EQ(plan->steps[0].fix_call, "SELECT * FROM migrate_mark('2_b', 'skipped', 'conflicts with 1_a')");
}

TEST(PlanUp, AConflictBetweenStepsBlocksTheLater) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").conflict("1_a", "2_b").conflict("2_b", "1_a");
    EXPECT_EQ(planned(builder.catalog), "1_a 2_b!");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[1].note, "conflicts with \"1_a\", an earlier step");
    EXPECT_EQ(plan->steps[1].fix_call, "SELECT * FROM migrate_mark('2_b', 'skipped', 'conflicts with 1_a')");
    EXPECT_EQ(planned(builder.catalog, {.only_these = std::vector<Index>{1}}), "2_b");
}

TEST(PlanUp, ACycleIsNamedEdgeByEdge) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").add("3_c").add("4_d").add("0_z");
    builder.requires_("1_a", "2_b").requires_("2_b", "3_c").requires_("3_c", "1_a").requires_("2_b", "1_a");
    builder.requires_("1_a", "0_z").requires_("4_d", "3_c");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(outline(builder.catalog, *plan), "0_z 1_a! 2_b! 3_c! 4_d!");
    for (const auto* member : {"1_a", "2_b", "3_c"}) {
        const auto& step = step_of(builder.catalog, *plan, member);
        EXPECT_EQ(step.note, "cycle: \"1_a\" requires \"2_b\", \"2_b\" requires \"1_a\"");
        EXPECT_EQ(step.fix_call,
                  "SELECT * FROM migrate_register('1_a', requires => ARRAY['0_z'], replace => true)");
    }
    EXPECT_EQ(step_of(builder.catalog, *plan, "4_d").note, "requires \"3_c\", which is blocked");
}

TEST(PlanUp, ACycleOfInferredAndDeclaredEdgesDropsADeclaredOne) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").inferred("1_a", "2_b", "needs table b").requires_("2_b", "1_a");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "cycle: \"1_a\" needs table b, \"2_b\" requires \"1_a\"");
    EXPECT_EQ(plan->steps[0].fix_call,
              "SELECT * FROM migrate_register('2_b', requires => ARRAY[''], replace => true)");
}

TEST(PlanUp, AMigrationThatRequiresItselfIsACycle) {
    CatalogBuilder builder;
    builder.add("1_a").requires_("1_a", "1_a");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "cycle: \"1_a\" requires \"1_a\"");
}

TEST(PlanUp, ALongCycleIsSpelledOutOnce) {
    CatalogBuilder builder;
    for (int i = 0; i < 300; ++i) builder.add(std::to_string(1000 + i));
    for (Index i = 0; i < 300; ++i) builder.catalog.edges.push_back({i, (i + 1) % 300, EdgeKind::Declared, {}});
    const auto plan = plan_up(builder.catalog, {});
    const auto& spelled = step_of(builder.catalog, *plan, "1000").note;
    EXPECT_NE(spelled.find("\"1298\" requires \"1299\", \"1299\" requires \"1000\""), std::string::npos);
    EXPECT_EQ(step_of(builder.catalog, *plan, "1001").note, "in the same cycle as \"1000\"");
}

TEST(PlanUp, AnAppliedMemberBreaksTheCycle) {
    CatalogBuilder builder;
    builder.applied("1_a").add("2_b").requires_("1_a", "2_b").requires_("2_b", "1_a");
    EXPECT_EQ(planned(builder.catalog), "2_b");
}

TEST(PlanUp, WhatNeedsABlockedStepIsBlocked) {
    auto builder = chain();
    builder.lacks("001_a", "gone");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(outline(builder.catalog, *plan), "001_a! 002_b! 003_c!");
    EXPECT_EQ(plan->steps[2].note, "requires \"002_b\", which is blocked");
    EXPECT_EQ(plan->steps[2].fix_call, "SELECT * FROM migrate_register('gone', '...')");
}

TEST(PlanUp, ANonTransactionalScriptBlocks) {
    auto builder = chain();
    builder.node("001_a").transactional = false;
    builder.node("001_a").obstacle = "line 3: CREATE INDEX CONCURRENTLY";
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "line 3: CREATE INDEX CONCURRENTLY cannot run inside a transaction block");
    EXPECT_EQ(plan->steps[0].fix_call, "CALL migrate_run()");
    EXPECT_EQ(plan->steps[0].condition, Condition::NotTransactional);
    EXPECT_EQ(plan->steps[2].condition, Condition::NotTransactional);
    EXPECT_EQ(plan->refusal->condition, Condition::NotTransactional);
}

TEST(PlanUp, OtherDoorsTakeANonTransactionalScript) {
    auto builder = chain();
    builder.node("001_a").transactional = false;
    EXPECT_EQ(outline(builder.catalog, *plan_up(builder.catalog, {.door = Door::CommittingEach})),
              "001_a 002_b 003_c");
    const auto looked_at = plan_up(builder.catalog, {.target = builder.index("002_b"), .door = Door::Either});
    EXPECT_EQ(outline(builder.catalog, *looked_at), "001_a 002_b");
    EXPECT_EQ(looked_at->steps[0].note, "the up script cannot run inside a transaction block");
    EXPECT_EQ(looked_at->steps[0].fix_call, "CALL migrate_run('002_b')");
    EXPECT_FALSE(looked_at->refusal);
}

TEST(PlanUp, WhatElseIsInTheWayBlocksThroughEveryDoor) {
    auto builder = chain();
    builder.node("001_a").transactional = false;
    builder.lacks("001_a", "gone");
    for (const Door door : {Door::InTransaction, Door::CommittingEach, Door::Either})
        EXPECT_EQ(plan_up(builder.catalog, {.door = door})->steps[0].action, Action::Blocked);
}

TEST(PlanUp, APartialMigrationGoesOnThroughTheOtherDoor) {
    CatalogBuilder builder;
    builder.add("1_a", State::Partial).add("2_b").requires_("2_b", "1_a").lacks("1_a", "judged when it began");
    builder.node("1_a").rest = "statement 3";
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(outline(builder.catalog, *plan), "1_a! 2_b!");
    EXPECT_EQ(plan->steps[0].note, "its last attempt stopped half-way, at statement 3");
    EXPECT_EQ(plan->steps[0].fix_call, "CALL migrate_run()");
    EXPECT_EQ(outline(builder.catalog, *plan_up(builder.catalog, {.door = Door::CommittingEach})), "1_a 2_b");
}

TEST(PlanUp, OneThatStoppedOnItsWayBackIsNotApplied) {
    CatalogBuilder builder;
    builder.add("1_a", State::Partial);
    builder.node("1_a").stopped_on_way_back = true;
    builder.node("1_a").rest = "statement 3";
    const auto plan = plan_up(builder.catalog, {.door = Door::CommittingEach});
    EXPECT_EQ(plan->steps[0].note, "its way back stopped half-way, at statement 3");
    EXPECT_EQ(plan->steps[0].fix_call, "CALL migrate_run_rollback(migration => '1_a')");
    EXPECT_EQ(plan->refusal->condition, Condition::WrongState);
}

TEST(PlanUp, SeveralObstaclesAreAllNamed) {
    CatalogBuilder builder;
    builder.applied("1_a").add("2_b").lacks("2_b", "y").lacks("2_b", "x").conflict("2_b", "1_a");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "requires \"x\", which is not registered; requires \"y\", which is not registered; "
                                   "conflicts with \"1_a\", which is applied");
    EXPECT_EQ(plan->steps[0].fix_call, "SELECT * FROM migrate_register('x', '...')");
}

TEST(PlanUp, LateArrivalsAreNoted) {
    CatalogBuilder builder;
    builder.applied("1_a").add("4_d").applied("5_e").add("6_f").applied("7_g").applied("8_h").add("9_i").add("7_h");
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(transcript(builder.catalog, *plan),
              "4_d|apply|late: \"5_e\" (and 2 later ones) already applied||late|MG007\n"
              "6_f|apply|late: \"7_g\" (and 1 later one) already applied||late|MG007\n"
              "7_h|apply|late: \"8_h\" already applied||late|MG007\n"
              "9_i|apply||||MG007\n");
}

TEST(PlanUp, NothingIsLateBecauseOfAnIdentifierWithoutAVersion) {
    CatalogBuilder builder;
    builder.applied("1_a").applied("hotfix").add("2_b").add("another");
    const auto plan = plan_up(builder.catalog, {.late = LatePolicy::Refuse});
    EXPECT_EQ(outline(builder.catalog, *plan), "2_b another");
}

TEST(PlanUp, LateArrivalsCanBeRefused) {
    CatalogBuilder builder;
    builder.add("4_d").applied("5_e").add("6_f");
    const auto plan = plan_up(builder.catalog, {.late = LatePolicy::Refuse});
    EXPECT_EQ(outline(builder.catalog, *plan), "4_d! 6_f");
    EXPECT_EQ(plan->steps[0].note, "late: \"5_e\" already applied, and out_of_order = refuse");
    EXPECT_TRUE(plan->steps[0].out_of_order);
    EXPECT_TRUE(plan->steps[0].fix_call.starts_with("SELECT * FROM migrate_set('out_of_order', 'apply', "));
    EXPECT_EQ(plan->refusal->condition, Condition::OutOfOrderRefused);
}

TEST(PlanUp, TheLockTableIsWatched) {
    CatalogBuilder builder;
    for (const auto* identifier : {"1_a", "2_b", "3_c", "4_d"}) builder.add(identifier).node(identifier).locks = 30;
    const auto plan = plan_up(builder.catalog, {.lock_capacity = 100});
    EXPECT_EQ(plan->steps[1].note, "");
    EXPECT_EQ(plan->steps[2].note, "the plan would hold about 90 locks by then, more than 80 % of the lock table's "
                                   "100: apply in parts, up to \"2_b\" first");
    EXPECT_EQ(plan->steps[2].fix_call, "SELECT * FROM migrate_apply('2_b')");
    EXPECT_EQ(plan->steps[2].action, Action::Apply);
    EXPECT_EQ(plan->steps[3].note, "");
    EXPECT_FALSE(plan->refusal);
    EXPECT_EQ(plan_up(builder.catalog, {.lock_capacity = 113})->steps[2].note, "");
    EXPECT_NE(plan_up(builder.catalog, {.lock_capacity = 112})->steps[2].note, "");
    EXPECT_EQ(plan_up(builder.catalog, {})->steps[3].note, "");
}

TEST(PlanUp, BlockedStepsTakeNoLocks) {
    CatalogBuilder builder;
    for (const auto* identifier : {"1_a", "2_b"}) builder.add(identifier).node(identifier).locks = 90;
    builder.lacks("1_a", "x");
    const auto plan = plan_up(builder.catalog, {.lock_capacity = 100});
    EXPECT_EQ(plan->steps[1].note, "the plan would hold about 90 locks by then, more than 80 % of the lock table's "
                                   "100: raise max_locks_per_transaction");
}

TEST(PlanUp, TheRefusalNamesEveryBlockedStep) {
    CatalogBuilder builder;
    builder.add("1_a").add("2_b").add("3_c").lacks("1_a", "x").lacks("3_c", "y");
    const auto plan = plan_up(builder.catalog, {});
    ASSERT_TRUE(plan->refusal);
    EXPECT_EQ(plan->refusal->condition, Condition::PlanBlocked);
    EXPECT_EQ(plan->refusal->message, "cannot apply: 2 of 3 steps are blocked");
    EXPECT_EQ(plan->refusal->detail, "\"1_a\": requires \"x\", which is not registered\n"
                                     "\"3_c\": requires \"y\", which is not registered");
    EXPECT_EQ(plan->refusal->hint, "Try: SELECT * FROM migrate_register('x', '...')");
}

TEST(PlanUp, SaysTheSameWhateverTheOrderOfInput) {
    std::mt19937 random(21);
    for (int round = 0; round < 400; ++round) {
        const auto catalog = random_catalog(random);
        UpRequest request{.late = random() % 2 ? LatePolicy::Apply : LatePolicy::Refuse, .lock_capacity = 60};
        if (random() % 4 == 0) request.target = static_cast<Index>(random() % catalog.nodes.size());
        std::vector<Index> moved;
        const auto other = shuffled(catalog, random, moved);
        auto other_request = request;
        if (request.target) other_request.target = moved[*request.target];
        const auto plan = plan_up(catalog, request);
        const auto other_plan = plan_up(other, other_request);
        ASSERT_EQ(plan.ok(), other_plan.ok());
        if (!plan) continue;
        ASSERT_EQ(transcript(catalog, *plan), transcript(other, *other_plan));
    }
}

TEST(PlanUp, KeepsItsLaws) {
    std::mt19937 random(22);
    for (int round = 0; round < 1000; ++round) {
        const auto catalog = random_catalog(random);
        const auto plan = plan_up(catalog, {});
        ASSERT_TRUE(plan);
        std::set<Index> taken;
        std::set<Index> runs;
        for (const auto& step : plan->steps) {
            const auto& node = catalog.nodes[step.node];
            ASSERT_TRUE(node.state == State::Pending || node.state == State::Partial);
            ASSERT_TRUE(taken.insert(step.node).second);
            if (step.action == Action::Blocked) {
                EXPECT_FALSE(step.note.empty());
                continue;
            }
            runs.insert(step.node);
            for (const auto& edge : catalog.edges) {
                if (edge.dependent != step.node) continue;
                ASSERT_TRUE(catalog.nodes[edge.prerequisite].state == State::Applied ||
                            runs.contains(edge.prerequisite));
            }
            for (const auto& missing : catalog.missing) ASSERT_NE(missing.dependent, step.node);
        }
        const auto open = std::ranges::count_if(catalog.nodes, [](const Node& node) {
            return node.state == State::Pending || node.state == State::Partial;
        });
        EXPECT_EQ(taken.size(), static_cast<std::size_t>(open));
        EXPECT_EQ(plan->refusal.has_value(), runs.size() < taken.size());
    }
}

TEST(PlanUp, TenThousandNodesAndAHundredThousandEdges) {
    std::mt19937 random(23);
    constexpr Index nodes = 10'000;
    CatalogBuilder builder;
    for (Index i = 0; i < nodes; ++i) builder.add(std::to_string(20'000 + i) + "_migration");
    for (int i = 0; i < 100'000; ++i) {
        const Index dependent = 1 + random() % (nodes - 1);
        builder.catalog.edges.push_back({dependent, static_cast<Index>(random() % dependent), EdgeKind::Declared, {}});
    }
    const auto plan = plan_up(builder.catalog, {});
    EXPECT_EQ(plan->steps.size(), nodes);
    EXPECT_FALSE(plan->refusal);
    for (Index i = 0; i < nodes; ++i) ASSERT_EQ(plan->steps[i].node, i);
}

}  // namespace
}  // namespace strata::core
