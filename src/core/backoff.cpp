#include "core/backoff.h"

#include <algorithm>

namespace strata::core {

std::int64_t delay_ms(int failures, double random) noexcept {
    std::int64_t bound = first_delay_ms;
    for (int doubled = 1; doubled < failures && bound < longest_delay_ms; ++doubled) bound *= 2;
    bound = std::min(bound, longest_delay_ms);
    const double share = std::clamp(random, 0.0, 1.0);
    return bound / 2 + static_cast<std::int64_t>(static_cast<double>(bound - bound / 2) * share);
}

}  // namespace strata::core
