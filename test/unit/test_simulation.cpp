#include "core/simulation.h"

#include <gtest/gtest.h>

namespace strata::core {
namespace {

Mention mention(Bearing bearing, ObjectKind kind, std::string name, std::string member = {}) {
    Mention made;
    made.bearing = bearing;
    made.kind = kind;
    made.name = std::move(name);
    made.member = std::move(member);
    made.line = made.statement = 1;
    return made;
}

Mention needs(ObjectKind kind, std::string name, std::string member = {}) {
    return mention(Bearing::Needs, kind, std::move(name), std::move(member));
}

Mention provides(ObjectKind kind, std::string name, std::string member = {}) {
    return mention(Bearing::Provides, kind, std::move(name), std::move(member));
}

Mention drops(ObjectKind kind, std::string name, std::string member = {}) {
    return mention(Bearing::Drops, kind, std::move(name), std::move(member));
}

class SimulationTest : public testing::Test {
protected:
    SimulationTest() {
        Reading live = {provides(ObjectKind::Schema, "public")};
        simulation.set_path({"public"});
        simulation.run(live, database);
    }

    Outcome only(const Reading& reading, Provider self = 1) { return simulation.run(reading, self).outcomes.back(); }

    Simulation simulation{World::Closed};
};

TEST_F(SimulationTest, AnEarlierMigrationMeetsANeed) {
    simulation.run({provides(ObjectKind::Table, "users")}, 0);
    EXPECT_EQ(only({needs(ObjectKind::Relation, "users")}).provider, 0);
}

TEST_F(SimulationTest, NobodyMeetsIt) { EXPECT_EQ(only({needs(ObjectKind::Table, "users")}).provider, nobody); }

TEST_F(SimulationTest, WhoDroppedItIsTold) {
    simulation.run({provides(ObjectKind::Table, "users")}, 0);
    simulation.run({drops(ObjectKind::Table, "users")}, 5);
    const Outcome outcome = only({needs(ObjectKind::Table, "users")}, 6);
    EXPECT_EQ(outcome.provider, nobody);
    EXPECT_EQ(outcome.dropped.who, 5);
}

TEST_F(SimulationTest, ColumnsGoWithTheirTable) {
    const Reading table = {provides(ObjectKind::Table, "users"), provides(ObjectKind::Column, "users", "id")};
    simulation.run(table, 0);
    EXPECT_EQ(only({needs(ObjectKind::Column, "users", "id")}).provider, 0);
    EXPECT_EQ(only({needs(ObjectKind::Column, "users", "email")}).provider, nobody);
    simulation.run({drops(ObjectKind::Table, "users")}, 2);
    simulation.run({provides(ObjectKind::Table, "users")}, 3);
    EXPECT_EQ(only({needs(ObjectKind::Column, "users", "id")}).provider, nobody);
}

TEST_F(SimulationTest, ARenameKeepsMembers) {
    simulation.run({provides(ObjectKind::Table, "a"), provides(ObjectKind::Column, "a", "id")}, 0);
    Mention old = drops(ObjectKind::Table, "a");
    old.flags = mention_flag::moved;
    simulation.run({old, provides(ObjectKind::Table, "b")}, 1);
    EXPECT_EQ(only({needs(ObjectKind::Column, "b", "id")}, 2).provider, 0);
    EXPECT_EQ(only({needs(ObjectKind::Table, "a")}, 2).dropper, 1);
}

TEST_F(SimulationTest, TheSameObjectTwiceClashes) {
    simulation.run({provides(ObjectKind::Table, "a")}, 0);
    const Pass pass = simulation.run({provides(ObjectKind::Table, "a")}, 1);
    ASSERT_EQ(pass.clashes.size(), 1u);
    EXPECT_EQ(pass.clashes.front().provider, 0);
}

TEST_F(SimulationTest, TemporaryObjectsEndWithTheScript) {
    Mention table = provides(ObjectKind::Table, "t");
    table.schema = "pg_temp";
    const Pass pass = simulation.run({table, needs(ObjectKind::Table, "t")}, 0);
    EXPECT_TRUE(pass.outcomes.front().is_temporary);
    EXPECT_EQ(only({needs(ObjectKind::Table, "t")}).provider, nobody);
    EXPECT_TRUE(simulation.run({table}, 2).clashes.empty());
}

TEST_F(SimulationTest, ChosenNamesCountUp) {
    const auto index = [] {
        Mention made = provides(ObjectKind::Index, "t_a_idx");
        made.flags = mention_flag::chosen;
        return made;
    };
    simulation.run({provides(ObjectKind::Table, "t"), index(), index()}, 0);
    EXPECT_EQ(only({needs(ObjectKind::Index, "t_a_idx1")}).provider, 0);
    EXPECT_EQ(only({needs(ObjectKind::Index, "t_a_idx2")}).provider, nobody);
}

TEST_F(SimulationTest, ALaterProviderIsOffered) {
    const Reading late = {provides(ObjectKind::Table, "users"), provides(ObjectKind::Column, "users", "id")};
    const Reading early = {needs(ObjectKind::Table, "users")};
    const std::vector<std::string> path = {"public"};
    simulation.announce({{&early, 0, &path}, {&late, 1, &path}});
    EXPECT_EQ(only(early, 0).offer, 1);
}

TEST_F(SimulationTest, AnIndexGoesWithItsTable) {
    simulation.run({provides(ObjectKind::Table, "t"), provides(ObjectKind::Index, "i")}, 0);
    simulation.run({drops(ObjectKind::Table, "t")}, 1);
    const Pass pass = simulation.run({provides(ObjectKind::Table, "t"), provides(ObjectKind::Index, "i")}, 2);
    EXPECT_TRUE(pass.clashes.empty());
}

TEST_F(SimulationTest, AfterWhatCannotBeReadANeedIsAGuess) {
    Mention unread = needs(ObjectKind::Unread, "EXECUTE x");
    unread.strength = Strength::Unread;
    simulation.run({unread}, 0);
    EXPECT_TRUE(only({needs(ObjectKind::Table, "t")}).is_guess);
}

TEST_F(SimulationTest, RoutinesAreToldApartByArguments) {
    Mention made = provides(ObjectKind::Function, "f");
    made.flags = mention_flag::has_arguments;
    made.arguments = {"int4"};
    made.fewest = made.most = 1;
    simulation.run({made}, 0);
    Mention call = needs(ObjectKind::Routine, "f");
    call.fewest = call.most = 1;
    EXPECT_EQ(only({call}).provider, 0);
    call.fewest = call.most = 2;
    EXPECT_EQ(only({call}).provider, nobody);
    Mention dropped = drops(ObjectKind::Function, "f");
    dropped.flags = mention_flag::has_arguments;
    dropped.arguments = {"text"};
    EXPECT_EQ(only({dropped}).provider, nobody);
    dropped.arguments = {"pg_catalog.int4"};
    EXPECT_EQ(only({dropped}).provider, 0);
}

}  // namespace
}  // namespace strata::core
