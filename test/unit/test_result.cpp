#include <gtest/gtest.h>

#include <memory>

#include "core/result.h"

namespace strata::core {
namespace {

Fault some_fault() { return {Condition::NotRegistered, "nothing there", "A detail.", "A hint.", 3, 7}; }

TEST(Result, HoldsAValue) {
    Result<std::string> result = std::string("here");
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(static_cast<bool>(result));
    EXPECT_EQ(*result, "here");
    EXPECT_EQ(result->size(), 4u);
}

TEST(Result, HoldsAFaultWithAllItsFields) {
    const Result<int> result = some_fault();
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.fault().condition, Condition::NotRegistered);
    EXPECT_EQ(result.fault().message, "nothing there");
    EXPECT_EQ(result.fault().detail, "A detail.");
    EXPECT_EQ(result.fault().hint, "A hint.");
    EXPECT_EQ(result.fault().line, 3);
    EXPECT_EQ(result.fault().column, 7);
}

TEST(Result, GivesItsValueAway) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 5);
}

TEST(Result, OfNothingIsSuccessOrAFault) {
    EXPECT_TRUE(Result<void>().ok());
    const Result<void> failed = some_fault();
    EXPECT_FALSE(failed.ok());
    EXPECT_EQ(failed.fault().line, 3);
}

}  // namespace
}  // namespace strata::core
