// Names that a misspelled or half-remembered one may have meant.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata::core {

// Up to `limit` of the candidates that look like `wanted`, the most similar first: few letters differ, or one is the
// other with words before or after it (integrations, api_integrations).
std::vector<std::string> near_names(std::string_view wanted, std::span<const std::string> candidates,
                                    std::size_t limit = 3);

}  // namespace strata::core
