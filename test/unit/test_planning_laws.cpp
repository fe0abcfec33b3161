// Laws of plans made from scripts, over random histories.
#include "history_model.h"
#include "scripted_plan.h"

namespace strata::core {
namespace {

constexpr int rounds = 500;

std::string identifier(std::size_t i) { return std::to_string(100 + i); }

ScriptedPlan planned(const std::vector<ModelScript>& history) {
    ScriptedPlan plans;
    for (std::size_t i = 0; i < history.size(); ++i) plans.add(identifier(i), reading_of(history[i]));
    return plans;
}

// Which of the steps fails first when they run in the order of the plan; none for nobody.
std::optional<core::Index> first_failure(const std::vector<ModelScript>& history, const Plan& plan) {
    ModelDatabase database;
    for (const Step& step : plan.steps)
        if (!runs(database, history[step.node])) return step.node;
    return std::nullopt;
}

bool has_cycle(const Plan& plan) {
    const auto is_in_one = [](const Step& step) { return step.note.find("cycle") != std::string::npos; };
    return std::ranges::any_of(plan.steps, is_in_one);
}

// An index can be gone with its column: that is not known, so its drop is not blocked.
bool drops_index(const ModelScript& script) {
    return std::ranges::find(script, Operation::DropIndex, &Operation::kind) != script.end();
}

// Of what may happen or may not.
Reading random_doubt(std::mt19937& random) {
    Reading reading = reading_of(random_operation(random));
    if (random() % 8 == 0) return {unread(random() % 2 == 0 ? mention_flag::in_routine : 0)};
    const bool is_late = random() % 4 == 0;
    std::erase_if(reading, [&](const Mention& mention) { return is_late && mention.bearing != Bearing::Needs; });
    for (Mention& mention : reading)
        mention = is_late ? as(Strength::Late, with(mention, mention_flag::in_routine))
                          : as(random() % 2 == 0 ? Strength::Dynamic : Strength::Conditional,
                               with(mention, mention_flag::uncertain));
    return reading;
}

TEST(PlanningLaws, AHistoryThatWorksIsPlannedAsItStands) {
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        const auto history = random_history(random, 3 + random() % 8);
        auto plans = planned(history);
        const Plan& plan = plans.plan();
        ASSERT_FALSE(plan.refusal) << "seed " << seed << ": " << plan.refusal->detail;
        for (std::size_t i = 0; i < plan.steps.size(); ++i) {
            ASSERT_EQ(plan.steps[i].node, i) << "seed " << seed;
            ASSERT_EQ(plan.steps[i].note, "") << "seed " << seed;
        }
    }
}

TEST(PlanningLaws, DoubtsBlockNothing) {
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        const auto history = random_history(random, 3 + random() % 8);
        ScriptedPlan plans;
        for (std::size_t i = 0; i < history.size(); ++i) {
            std::vector<Reading> statements;
            for (const Operation& operation : history[i]) {
                if (random() % 3 == 0) statements.push_back(random_doubt(random));
                statements.push_back(reading_of(operation));
            }
            Reading all;
            for (std::size_t j = 0; j < statements.size(); ++j)
                for (Mention& mention : statements[j]) {
                    mention.line = mention.statement = static_cast<std::int32_t>(j + 1);
                    all.push_back(mention);
                }
            plans.add(identifier(i), all);
        }
        const Plan& plan = plans.plan();
        ASSERT_FALSE(plan.refusal) << "seed " << seed << ": " << plan.refusal->detail;
    }
}

TEST(PlanningLaws, WhatFailsWithoutOneScriptIsBlockedFirst) {
    int failures = 0;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        auto history = random_history(random, 3 + random() % 8);
        history[random() % history.size()].clear();  // its place stays, with nothing in it
        auto plans = planned(history);
        const Plan& plan = plans.plan();
        const auto failing = first_failure(history, plan);
        const auto blocked = std::ranges::find(plan.steps, Action::Blocked, &Step::action);
        if (!failing) {
            ASSERT_EQ(blocked, plan.steps.end()) << "seed " << seed << ": " << plan.refusal->detail;
            continue;
        }
        ++failures;
        if (has_cycle(plan)) continue;
        ASSERT_NE(blocked, plan.steps.end()) << "seed " << seed << ": " << identifier(*failing) << " fails";
        ASSERT_EQ(blocked->node, *failing) << "seed " << seed << ": " << plan.refusal->detail;
    }
    EXPECT_GT(failures, rounds / 8);
}

TEST(PlanningLaws, AShuffledPlanThatIsNotBlockedRuns) {
    int bent = 0;
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        auto history = random_history(random, 3 + random() % 8);
        std::shuffle(history.begin(), history.end(), random);
        auto plans = planned(history);
        const Plan& plan = plans.plan();
        const auto failing = first_failure(history, plan);
        if (plan.refusal || (failing && drops_index(history[*failing]))) continue;
        EXPECT_FALSE(failing) << "seed " << seed << ": " << identifier(*failing) << " fails";
        bent += std::ranges::any_of(plan.steps, [](const Step& step) { return step.because.starts_with("out"); });
    }
    EXPECT_GT(bent, rounds / 20);
}

TEST(PlanningLaws, PrerequisitesStandBeforeUnlessThereIsACycle) {
    for (unsigned seed = 0; seed < rounds; ++seed) {
        std::mt19937 random(seed);
        auto history = random_history(random, 3 + random() % 8);
        std::shuffle(history.begin(), history.end(), random);
        auto plans = planned(history);
        const Plan& plan = plans.plan();
        if (has_cycle(plan)) continue;
        std::vector<std::size_t> place(history.size());
        for (std::size_t i = 0; i < plan.steps.size(); ++i) place[plan.steps[i].node] = i;
        for (const Edge& edge : plans.catalog.edges) {
            const bool is_kept = place[edge.prerequisite] < place[edge.dependent];
            ASSERT_TRUE(is_kept || edge.kind == EdgeKind::Weak) << "seed " << seed << ": " << edge.reason;
        }
    }
}

TEST(PlanningLaws, TheSameAgain) {
    for (unsigned seed = 0; seed < rounds / 4; ++seed) {
        std::mt19937 random(seed);
        auto history = random_history(random, 3 + random() % 8);
        std::shuffle(history.begin(), history.end(), random);
        auto one = planned(history);
        auto other = planned(history);
        const std::string first = transcript(one.catalog, one.plan());
        ASSERT_EQ(first, transcript(other.catalog, other.plan()));
        const auto order = order_up(one.catalog, {});
        for (std::size_t i = 0; i < order->size(); ++i) ASSERT_EQ((*order)[i], one.plan().steps[i].node);
    }
}

}  // namespace
}  // namespace strata::core
