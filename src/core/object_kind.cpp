#include "core/object_kind.h"

#include <algorithm>
#include <array>

namespace strata::core {

namespace {

constexpr std::array<std::string_view, static_cast<std::size_t>(ObjectKind::Unread) + 1> names = {
    "schema", "relation", "table", "foreign table", "view", "materialized view", "sequence", "index", "column",
    "constraint", "trigger", "policy", "type", "domain", "enum label", "function", "procedure", "function", "role",
    "extension", "aggregate", "operator", "operator class", "operator family", "cast", "collation", "conversion",
    "text search parser", "text search dictionary", "text search template", "text search configuration", "publication",
    "subscription", "server", "foreign-data wrapper", "user mapping", "event trigger", "language", "access method",
    "statistics object", "rule", "transform", "database", "tablespace", "large object", "statement",
};

}  // namespace

std::string_view name(ObjectKind kind) noexcept { return names[static_cast<std::size_t>(kind)]; }

std::optional<ObjectKind> object_kind_of_name(std::string_view text) noexcept {
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<ObjectKind>(found - names.begin());
}

}  // namespace strata::core
