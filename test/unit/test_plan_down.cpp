#include "core/plan_down.h"

#include <set>

#include "planner_fixture.h"

namespace strata::core {
namespace {

std::string planned(const Catalog& catalog, const DownRequest& request = {}) {
    const auto plan = plan_down(catalog, request);
    return plan ? outline(catalog, *plan) : std::string(sqlstate(plan.fault().condition));
}

// Applied in the order a, c, b, d; e is pending. d needs b, b needs a.
CatalogBuilder history() {
    CatalogBuilder builder;
    builder.applied("1_a").applied("3_c").applied("2_b").applied("4_d").add("5_e");
    builder.requires_("4_d", "2_b").requires_("2_b", "1_a");
    return builder;
}

TEST(PlanDown, WithoutArgumentsTheLastApplied) {
    EXPECT_EQ(planned(history().catalog), "4_d");
    EXPECT_EQ(planned(Catalog{}), "");
}

TEST(PlanDown, AllInReverseOrderOfApplication) {
    EXPECT_EQ(planned(history().catalog, {.all = true}), "4_d 2_b 3_c 1_a");
    const auto builder = history();
    const auto plan = plan_down(builder.catalog, {.all = true});
    EXPECT_EQ(plan->steps[0].action, Action::Rollback);
    EXPECT_EQ(plan->steps[0].needs, std::vector<std::string>{"2_b"});
    EXPECT_FALSE(plan->refusal);
}

TEST(PlanDown, Steps) {
    EXPECT_EQ(planned(history().catalog, {.steps = 2}), "4_d 2_b");
    EXPECT_EQ(planned(history().catalog, {.steps = 99}), "4_d 2_b 3_c 1_a");
    EXPECT_EQ(planned(history().catalog, {.steps = 0}), "MG020");
    EXPECT_EQ(planned(history().catalog, {.steps = -1}), "MG020");
}

TEST(PlanDown, TheTargetStays) {
    const auto builder = history();
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("3_c")}), "4_d 2_b");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("4_d")}), "");
    EXPECT_EQ(planned(builder.catalog, {.target = builder.index("5_e")}), "MG012");
}

TEST(PlanDown, OneMigration) {
    const auto builder = history();
    EXPECT_EQ(planned(builder.catalog, {.migration = builder.index("3_c")}), "3_c");
    EXPECT_EQ(planned(builder.catalog, {.migration = builder.index("5_e")}), "MG012");
    EXPECT_EQ(plan_down(builder.catalog, {.migration = builder.index("5_e")}).fault().message,
              "migration \"5_e\" is not applied");
}

TEST(PlanDown, TheWaysExcludeEachOther) {
    EXPECT_EQ(planned(history().catalog, {.target = 0, .steps = 1}), "MG020");
    EXPECT_EQ(planned(history().catalog, {.target = 0, .migration = 1}), "MG020");
    EXPECT_EQ(planned(history().catalog, {.steps = 1, .all = true}), "MG020");
}

TEST(PlanDown, AppliedDependentsRefuseItAndAreAllNamed) {
    const auto builder = history();
    const auto plan = plan_down(builder.catalog, {.migration = builder.index("1_a")});
    EXPECT_EQ(outline(builder.catalog, *plan), "1_a!");
    EXPECT_EQ(plan->steps[0].note, "needed by \"2_b\", still applied");
    EXPECT_EQ(plan->steps[0].fix_call, "SELECT * FROM migrate_rollback(migration => '1_a', cascade => true)");
    ASSERT_TRUE(plan->refusal);
    EXPECT_EQ(plan->refusal->condition, Condition::RollbackRefused);
    EXPECT_EQ(plan->refusal->message, "cannot roll back: 1 of 1 step is blocked");
    EXPECT_EQ(plan->refusal->detail, "\"1_a\": needed by \"2_b\", still applied\n"
                                     "Applied migrations that depend on these: \"2_b\" and \"4_d\".");
}

TEST(PlanDown, CascadeTakesThemAlong) {
    const auto builder = history();
    EXPECT_EQ(planned(builder.catalog, {.migration = builder.index("1_a"), .cascade = true}), "4_d 2_b 1_a");
    EXPECT_EQ(planned(builder.catalog, {.migration = builder.index("2_b"), .cascade = true}), "4_d 2_b");
}

TEST(PlanDown, InferredDependentsCount) {
    auto builder = history();
    builder.inferred("2_b", "3_c", "needs table c");
    EXPECT_EQ(planned(builder.catalog, {.migration = builder.index("3_c")}), "3_c!");
}

TEST(PlanDown, PendingDependentsDoNotMatter) {
    auto builder = history();
    builder.requires_("5_e", "4_d");
    EXPECT_EQ(planned(builder.catalog), "4_d");
}

TEST(PlanDown, ADependentGoesBeforeWhatItNeedsEvenIfAppliedEarlier) {
    CatalogBuilder builder;
    builder.applied("1_a").applied("2_b").applied("3_c").requires_("1_a", "3_c");
    EXPECT_EQ(planned(builder.catalog, {.all = true}), "2_b 1_a 3_c");
    EXPECT_EQ(planned(builder.catalog), "3_c!");
    EXPECT_EQ(planned(builder.catalog, {.steps = 1, .cascade = true}), "1_a 3_c");
}

TEST(PlanDown, WhatTheTargetNeedsCannotGo) {
    CatalogBuilder builder;
    builder.applied("1_a").applied("2_b").requires_("1_a", "2_b");
    for (const bool cascade : {false, true}) {
        const auto plan = plan_down(builder.catalog, {.target = builder.index("1_a"), .cascade = cascade});
        EXPECT_EQ(outline(builder.catalog, *plan), "2_b!");
        EXPECT_EQ(plan->steps[0].note, "needed by the target \"1_a\"");
        EXPECT_EQ(plan->steps[0].fix_call, "");
    }
}

TEST(PlanDown, EveryMissingDownScriptIsNamed) {
    auto builder = history();
    builder.node("4_d").has_down = false;
    builder.node("3_c").has_down = false;
    const auto plan = plan_down(builder.catalog, {.all = true});
    EXPECT_EQ(outline(builder.catalog, *plan), "4_d! 2_b 3_c! 1_a");
    EXPECT_EQ(plan->steps[0].fix_call,
              "SELECT * FROM migrate_register('4_d', down => '...', replace => true)");
    EXPECT_EQ(plan->refusal->condition, Condition::RollbackRefused);
    EXPECT_EQ(plan->refusal->detail, "\"4_d\": has no down script\n\"3_c\": has no down script");
}

TEST(PlanDown, ANonTransactionalDownScriptBlocks) {
    auto builder = history();
    builder.node("4_d").down_transactional = false;
    builder.node("4_d").down_obstacle = "line 1: DROP INDEX CONCURRENTLY";
    const auto plan = plan_down(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "line 1: DROP INDEX CONCURRENTLY cannot run inside a transaction block");
    EXPECT_EQ(plan->steps[0].fix_call, "CALL migrate_run_rollback()");
    EXPECT_EQ(plan->refusal->condition, Condition::NotTransactional);
}

TEST(PlanDown, OtherDoorsTakeANonTransactionalDownScript) {
    auto builder = history();
    builder.node("4_d").down_transactional = false;
    EXPECT_EQ(outline(builder.catalog, *plan_down(builder.catalog, {.door = Door::CommittingEach})), "4_d");
    const auto looked_at = plan_down(builder.catalog, {.steps = 2, .door = Door::Either});
    EXPECT_EQ(looked_at->steps[0].action, Action::Rollback);
    EXPECT_EQ(looked_at->steps[0].note, "the down script cannot run inside a transaction block");
    EXPECT_EQ(looked_at->steps[0].fix_call, "CALL migrate_run_rollback(steps => 2)");
    EXPECT_FALSE(looked_at->refusal);
}

TEST(PlanDown, OneThatStoppedOnItsWayBackGoesOnThroughTheOtherDoor) {
    auto builder = history();
    builder.node("4_d").state = State::Partial;
    builder.node("4_d").stopped_on_way_back = true;
    builder.node("4_d").rest = "statement 2";
    const auto plan = plan_down(builder.catalog, {});
    EXPECT_EQ(plan->steps[0].note, "its way back stopped half-way, at statement 2");
    EXPECT_EQ(plan->refusal->condition, Condition::NotTransactional);
    EXPECT_EQ(outline(builder.catalog, *plan_down(builder.catalog, {.door = Door::CommittingEach})), "4_d");
}

TEST(PlanDown, ACycleAmongAppliedOnesIsNoObstacle) {
    CatalogBuilder builder;
    builder.applied("1_a").applied("2_b").requires_("1_a", "2_b").requires_("2_b", "1_a").requires_("1_a", "1_a");
    EXPECT_EQ(planned(builder.catalog, {.all = true}), "2_b 1_a");
}

TEST(PlanDown, SaysTheSameWhateverTheOrderOfInput) {
    std::mt19937 random(31);
    for (int round = 0; round < 400; ++round) {
        const auto catalog = random_catalog(random);
        DownRequest request{.cascade = random() % 2 == 0};
        const auto some = static_cast<Index>(random() % catalog.nodes.size());
        const auto way = random() % 4;
        if (way == 0) request.target = some;
        if (way == 1) request.migration = some;
        if (way == 2) request.steps = 1 + random() % 4;
        if (way == 3) request.all = true;
        std::vector<Index> moved;
        const auto other = shuffled(catalog, random, moved);
        auto other_request = request;
        if (request.target) other_request.target = moved[some];
        if (request.migration) other_request.migration = moved[some];
        const auto plan = plan_down(catalog, request);
        const auto other_plan = plan_down(other, other_request);
        ASSERT_EQ(plan.ok(), other_plan.ok());
        if (!plan) continue;
        ASSERT_EQ(transcript(catalog, *plan), transcript(other, *other_plan));
    }
}

TEST(PlanDown, WithoutCyclesNoDependentOutlivesWhatItNeeds) {
    std::mt19937 random(32);
    for (int round = 0; round < 1000; ++round) {
        auto catalog = random_catalog(random);
        for (auto& edge : catalog.edges) {
            if (edge.dependent < edge.prerequisite) std::swap(edge.dependent, edge.prerequisite);
        }
        std::erase_if(catalog.edges, [](const Edge& edge) { return edge.dependent == edge.prerequisite; });
        DownRequest request{.cascade = true};
        request.steps = 1 + random() % 3;
        const auto plan = plan_down(catalog, request);
        std::set<Index> gone;
        for (const auto& step : plan->steps) {
            gone.insert(step.node);
            for (const auto& edge : catalog.edges) {
                const auto state = catalog.nodes[edge.dependent].state;
                if (edge.prerequisite != step.node || (state != State::Applied && state != State::Partial)) continue;
                ASSERT_TRUE(gone.contains(edge.dependent));
            }
        }
    }
}

}  // namespace
}  // namespace strata::core
