// From what the user typed to the migration that was meant.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/result.h"

namespace strata::core {

// An index over identifiers, built once and asked often. Owns its texts; positions are those of the vector given.
class IdentifierIndex {
public:
    explicit IdentifierIndex(std::vector<std::string> identifiers);
    IdentifierIndex(IdentifierIndex&&) = default;  // moves only: the maps hold views of the texts
    IdentifierIndex& operator=(IdentifierIndex&&) = default;

    // The whole identifier, else an unambiguous version ("1" finds "001_x"). Faults: InvalidMigration (empty),
    // AmbiguousVersion (names the candidates), NotRegistered (the hint offers similar identifiers).
    Result<std::size_t> find(std::string_view wanted) const;

    // As headers of files name migrations: the whole identifier, else what follows a version ("create_users" finds
    // "001_create_users"), else a version. Nothing when none fits. Fault: AmbiguousVersion.
    Result<std::optional<std::size_t>> find_by_name(std::string_view wanted) const;

    // Up to three identifiers that look like `wanted`, the most similar first and none that is much less so.
    std::vector<std::string> similar(std::string_view wanted) const;

    const std::vector<std::string>& identifiers() const noexcept { return identifiers_; }

private:
    using Positions = std::vector<std::size_t>;

    const Positions* with_name(std::string_view name) const;
    const Positions* with_version(std::string_view text) const;
    Fault ambiguous(std::string_view what, std::string_view wanted, const Positions& candidates) const;
    Fault not_registered(std::string_view wanted) const;

    std::vector<std::string> identifiers_;
    std::unordered_map<std::string_view, std::size_t> exact_;
    std::unordered_map<std::string_view, Positions> by_name_;
    std::unordered_map<std::string, Positions> by_version_;
};

// Levenshtein distance in bytes, or nothing when it is more than `limit`.
std::optional<std::size_t> edit_distance(std::string_view a, std::string_view b, std::size_t limit);

}  // namespace strata::core
