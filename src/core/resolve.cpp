#include "core/resolve.h"

#include <algorithm>

#include "core/text.h"
#include "core/version.h"

namespace strata::core {

namespace {

constexpr std::size_t most_suggestions = 3;

template <class Map, class Key>
const typename Map::mapped_type* look_up(const Map& map, const Key& key) {
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}

std::size_t tolerated_distance(std::string_view wanted) noexcept {
    return wanted.size() < 3 ? 0 : std::clamp<std::size_t>(wanted.size() / 4, 1, 4);
}

std::optional<std::size_t> name_distance(std::string_view wanted, std::string_view identifier, std::size_t limit) {
    const auto name = name_after_version(wanted);
    limit = std::min(limit, tolerated_distance(name));
    return name.empty() ? std::nullopt : edit_distance(name, name_after_version(identifier), limit);
}

// How unlike they are: the smaller of the distances between the whole texts and between what follows their versions.
std::optional<std::size_t> unlikeness(std::string_view wanted, std::string_view identifier) {
    const auto limit = tolerated_distance(wanted);
    const auto whole = edit_distance(wanted, identifier, limit);
    const auto name = name_distance(wanted, identifier, limit);
    if (!whole || !name) return whole ? whole : name;
    return std::min(*whole, *name);
}

// One row of the distance table from the row above it, both indexed from `first` to `last`. Cells outside count as
// more than any limit.
std::size_t next_row(std::vector<std::size_t>& row, char c, std::string_view b, std::size_t first, std::size_t last,
                     std::size_t far) {
    std::size_t diagonal = row[first - 1];
    row[first - 1] = first == 1 ? row[0] + 1 : far;
    std::size_t least = row[first - 1];
    for (std::size_t j = first; j <= last; ++j) {
        const std::size_t above = row[j];
        row[j] = std::min({diagonal + (c == b[j - 1] ? 0 : 1), above + 1, row[j - 1] + 1});
        diagonal = above;
        least = std::min(least, row[j]);
    }
    return least;
}

}  // namespace

std::optional<std::size_t> edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
    if (a.size() > b.size()) std::swap(a, b);
    if (b.size() - a.size() > limit) return std::nullopt;
    const std::size_t far = limit + 1;
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) row[j] = std::min(j, far);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        const std::size_t first = i > limit ? i - limit : 1;
        const std::size_t last = std::min(b.size(), i + limit);
        if (next_row(row, a[i - 1], b, first, last, far) > limit) return std::nullopt;
    }
    return row.back() <= limit ? std::optional(row.back()) : std::nullopt;
}

IdentifierIndex::IdentifierIndex(std::vector<std::string> identifiers) : identifiers_(std::move(identifiers)) {
    exact_.reserve(identifiers_.size());
    for (std::size_t i = 0; i < identifiers_.size(); ++i) {
        const std::string_view identifier = identifiers_[i];
        exact_.emplace(identifier, i);
        if (const auto name = name_after_version(identifier); name.size() < identifier.size()) {
            by_name_[name].push_back(i);
        }
        if (auto key = version_key(parse_version(identifier)); !key.empty()) {
            by_version_[std::move(key)].push_back(i);
        }
    }
}

Result<std::size_t> IdentifierIndex::find(std::string_view wanted) const {
    if (wanted.empty()) return Fault{Condition::InvalidMigration, "migration must not be empty"};
    if (const auto* position = look_up(exact_, wanted)) return *position;
    const auto* candidates = with_version(wanted);
    if (candidates == nullptr) return not_registered(wanted);
    if (candidates->size() > 1) return ambiguous("version", wanted, *candidates);
    return candidates->front();
}

Result<std::optional<std::size_t>> IdentifierIndex::find_by_name(std::string_view wanted) const {
    using Found = std::optional<std::size_t>;
    if (const auto* position = look_up(exact_, wanted)) return Found(*position);
    const auto* named = with_name(wanted);
    const auto* candidates = named != nullptr ? named : with_version(wanted);
    if (candidates == nullptr) return Found();
    if (candidates->size() > 1) return ambiguous(named != nullptr ? "name" : "version", wanted, *candidates);
    return Found(candidates->front());
}

std::vector<std::string> IdentifierIndex::similar(std::string_view wanted) const {
    using Candidate = std::pair<std::size_t, std::string_view>;
    std::vector<Candidate> candidates;
    for (const auto& identifier : identifiers_) {
        if (const auto distance = unlikeness(wanted, identifier)) candidates.emplace_back(*distance, identifier);
    }
    std::sort(candidates.begin(), candidates.end());
    std::vector<std::string> result;
    for (const auto& [distance, identifier] : candidates) {
        if (result.size() == most_suggestions || distance > candidates.front().first + 1) break;
        result.emplace_back(identifier);
    }
    return result;
}

const IdentifierIndex::Positions* IdentifierIndex::with_name(std::string_view name) const {
    return name.empty() ? nullptr : look_up(by_name_, name);
}

const IdentifierIndex::Positions* IdentifierIndex::with_version(std::string_view text) const {
    return is_version(text) ? look_up(by_version_, version_key(parse_version(text))) : nullptr;
}

Fault IdentifierIndex::ambiguous(std::string_view what, std::string_view wanted, const Positions& candidates) const {
    std::vector<std::string> names;
    for (const auto position : candidates) names.push_back(identifiers_[position]);
    std::sort(names.begin(), names.end());
    return {Condition::AmbiguousVersion, concat(what, ' ', quoted(wanted), " fits more than one migration"),
            concat("It fits ", quoted_list(names), '.'), "Give the whole identifier."};
}

Fault IdentifierIndex::not_registered(std::string_view wanted) const {
    Fault fault{Condition::NotRegistered, concat("migration ", quoted(wanted), " is not registered")};
    if (const auto names = similar(wanted); !names.empty()) {
        fault.hint = concat("Did you mean ", quoted_list(names, "or"), "?");
    }
    return fault;
}

}  // namespace strata::core
