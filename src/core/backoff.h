// How long to stay away from a lock that was not free.
#pragma once

#include <cstdint>

namespace strata::core {

inline constexpr std::int64_t first_delay_ms = 500;
inline constexpr std::int64_t longest_delay_ms = 30000;

// Before the attempt that follows the `failures`th failure, from 1. The bound doubles with every failure up to the
// longest; `random`, from 0 to 1, picks a delay between half of the bound and the bound, so that two who failed together
// do not come back together.
std::int64_t delay_ms(int failures, double random) noexcept;

}  // namespace strata::core
