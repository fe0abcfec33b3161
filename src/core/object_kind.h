// The kinds of objects that scripts name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace strata::core {

// Relation stands for a name that can be any of table, view, materialized view, sequence, foreign table, as after FROM;
// Routine likewise for function, procedure and aggregate. Unread is no object: text that could not be read.
enum class ObjectKind : std::uint8_t {
    Schema, Relation, Table, ForeignTable, View, MaterializedView, Sequence, Index, Column, Constraint, Trigger, Policy,
    Type, Domain, EnumLabel, Function, Procedure, Routine, Role, Extension,
    // named, never in the way
    Aggregate, Operator, OperatorClass, OperatorFamily, Cast, Collation, Conversion, TextSearchParser,
    TextSearchDictionary, TextSearchTemplate, TextSearchConfiguration, Publication, Subscription, ForeignServer,
    ForeignDataWrapper, UserMapping, EventTrigger, Language, AccessMethod, Statistics, Rule, Transform, Database,
    Tablespace, LargeObject,
    Unread
};

// "table", "materialized view", "enum label"... as PostgreSQL's messages have them; "function" for Routine, "statement"
// for Unread.
std::string_view name(ObjectKind kind) noexcept;
std::optional<ObjectKind> object_kind_of_name(std::string_view text) noexcept;

// Whether it stands in the schema of a table.
constexpr bool stands_with_table(ObjectKind kind) noexcept {
    return kind == ObjectKind::Index || kind == ObjectKind::Sequence;
}

// Whether a missing one can block a step.
constexpr bool can_block(ObjectKind kind) noexcept { return kind <= ObjectKind::Extension; }

constexpr bool is_relation(ObjectKind kind) noexcept {
    return kind >= ObjectKind::Relation && kind <= ObjectKind::Index;
}

constexpr bool is_routine(ObjectKind kind) noexcept {
    return kind == ObjectKind::Function || kind == ObjectKind::Procedure || kind == ObjectKind::Routine ||
           kind == ObjectKind::Aggregate;
}

// Named by a relation (of an enum label: by a type) and a name of its own.
constexpr bool is_member(ObjectKind kind) noexcept {
    return kind == ObjectKind::Column || kind == ObjectKind::Constraint || kind == ObjectKind::Trigger ||
           kind == ObjectKind::Policy || kind == ObjectKind::EnumLabel || kind == ObjectKind::Rule;
}

}  // namespace strata::core
