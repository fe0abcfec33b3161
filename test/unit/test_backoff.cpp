#include <gtest/gtest.h>

#include <limits>

#include "core/backoff.h"

namespace strata::core {
namespace {

TEST(Backoff, DoublesUpToTheLongest) {
    EXPECT_EQ(delay_ms(1, 1), 500);
    EXPECT_EQ(delay_ms(2, 1), 1000);
    EXPECT_EQ(delay_ms(3, 1), 2000);
    EXPECT_EQ(delay_ms(6, 1), 16000);
    EXPECT_EQ(delay_ms(7, 1), 30000);
    EXPECT_EQ(delay_ms(1000, 1), 30000);
    EXPECT_EQ(delay_ms(std::numeric_limits<int>::max(), 1), 30000);
}

TEST(Backoff, AtLeastHalfOfTheBound) {
    EXPECT_EQ(delay_ms(1, 0), 250);
    EXPECT_EQ(delay_ms(2, 0), 500);
    EXPECT_EQ(delay_ms(2, 0.5), 750);
    EXPECT_EQ(delay_ms(50, 0), 15000);
}

TEST(Backoff, OddArgumentsStayWithinBounds) {
    EXPECT_EQ(delay_ms(0, 1), 500);
    EXPECT_EQ(delay_ms(-1, -7), 250);
    EXPECT_EQ(delay_ms(1, 7), 500);
}

}  // namespace
}  // namespace strata::core
