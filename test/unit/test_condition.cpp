#include <gtest/gtest.h>

#include <set>

#include "core/condition.h"

namespace strata::core {
namespace {

TEST(Condition, EverySqlstateIsOfClassMgAndUnique) {
    std::set<std::string_view> codes;
    for (const auto condition : all_conditions) {
        const auto code = sqlstate(condition);
        EXPECT_EQ(code.size(), 5u);
        EXPECT_TRUE(code.starts_with("MG"));
        EXPECT_TRUE(codes.insert(code).second) << code;
    }
    EXPECT_EQ(codes.size(), std::size(all_conditions));
}

TEST(Condition, CodesStayWhatTheyWere) {
    EXPECT_EQ(sqlstate(Condition::InvalidMigration), "MG001");
    EXPECT_EQ(sqlstate(Condition::PlanBlocked), "MG007");
    EXPECT_EQ(sqlstate(Condition::WrongState), "MG012");
    EXPECT_EQ(sqlstate(Condition::ContradictoryArguments), "MG020");
}

TEST(Condition, NamesAreWordsOfPlpgsqlAndUnique) {
    std::set<std::string_view> names;
    for (const auto condition : all_conditions) {
        EXPECT_EQ(name(condition).find_first_not_of("abcdefghijklmnopqrstuvwxyz_"), std::string_view::npos);
        EXPECT_TRUE(names.insert(name(condition)).second);
        EXPECT_FALSE(meaning(condition).empty());
    }
    EXPECT_EQ(name(Condition::PlanBlocked), "plan_blocked");
}

}  // namespace
}  // namespace strata::core
