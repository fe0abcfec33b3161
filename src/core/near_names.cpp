#include "core/near_names.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/resolve.h"

namespace strata::core {

namespace {

// Whether `part` stands in `whole` between underscores or ends.
bool has_words(std::string_view whole, std::string_view part) {
    if (part.empty() || part.size() >= whole.size()) return false;
    for (auto at = whole.find(part); at != std::string_view::npos; at = whole.find(part, at + 1)) {
        const auto end = at + part.size();
        if ((at == 0 || whole[at - 1] == '_') && (end == whole.size() || whole[end] == '_')) return true;
    }
    return false;
}

// Nothing when the two have little in common.
std::optional<std::size_t> distance(std::string_view wanted, std::string_view candidate) {
    if (wanted == candidate) return std::nullopt;
    const auto longer = std::max(wanted.size(), candidate.size());
    const std::size_t most = longer < 3 ? 0 : longer < 6 ? 1 : std::max<std::size_t>(2, longer / 4);
    if (const auto letters = edit_distance(wanted, candidate, most)) return letters;
    if (!has_words(wanted, candidate) && !has_words(candidate, wanted)) return std::nullopt;
    const auto sizes = std::minmax(wanted.size(), candidate.size());
    return sizes.second - sizes.first;
}

}  // namespace

std::vector<std::string> near_names(std::string_view wanted, std::span<const std::string> candidates,
                                    std::size_t limit) {
    std::vector<std::pair<std::size_t, std::string>> near;
    for (const auto& candidate : candidates)
        if (const auto far = distance(wanted, candidate)) near.emplace_back(*far, candidate);
    std::sort(near.begin(), near.end());
    near.erase(std::unique(near.begin(), near.end()), near.end());
    std::vector<std::string> names;
    for (auto& [far, name] : near)
        if (names.size() < limit) names.push_back(std::move(name));
    return names;
}

}  // namespace strata::core
