// What a script says about objects: what it provides, alters, drops and needs, in the order of its text, with names as
// written. Ring 3a makes it from parse trees; what the names mean is decided at plan time (schema_state.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/object_kind.h"

namespace strata::core {

// Alters and Drops need their object themselves: no Needs stands beside them.
// The last three are about the search_path that holds for unqualified names from there on: Path sets it for the rest of
// the script, EnterPath until the matching LeavePath (the body of a function with SET search_path); with a name, it puts
// that schema before the path in force (CREATE SCHEMA with elements).
enum class Bearing : std::uint8_t { Needs, Provides, Alters, Drops, Path, EnterPath, LeavePath };

// How sure it is that the statement fails without the object (of Provides: that the object is there afterwards).
enum class Strength : std::uint8_t {
    Hard,         // the server would refuse
    Late,         // in a function body: met when it runs
    Conditional,  // in a branch, a loop or a block with an exception handler; under IF EXISTS or IF NOT EXISTS
    Dynamic,      // in a string given to EXECUTE that could be read
    Unread        // in a string given to EXECUTE that could not be read
};

std::string_view name(Bearing bearing) noexcept;    // "needs", "provides", "alters", "drops", "path"...
std::string_view name(Strength strength) noexcept;  // "hard", "late", "conditional", "dynamic", "unread"

// A relation's or type's name as written; an empty schema means that none was written.
struct QualifiedName {
    std::string schema = {};
    std::string name = {};
    bool operator==(const QualifiedName&) const = default;
};

// Particulars of a mention, to be combined.
namespace mention_flag {
inline constexpr std::uint16_t if_exists = 1;        // Alters, Drops: without the object nothing happens
inline constexpr std::uint16_t if_not_exists = 2;    // Provides: is there afterwards, whoever made it
inline constexpr std::uint16_t or_replace = 4;       // Provides: likewise, with this definition
inline constexpr std::uint16_t chosen = 8;           // Provides: the server picks the name, counting up when taken
inline constexpr std::uint16_t cascade = 16;         // Drops; Provides Extension: with those that it requires
inline constexpr std::uint16_t moved = 32;           // Drops: the object lives on as the Provides that follows
inline constexpr std::uint16_t has_arguments = 64;   // of a routine: `arguments` tells which one
inline constexpr std::uint16_t uncertain = 128;      // stands in a scope weaker than hard: it may not come to pass
inline constexpr std::uint16_t in_routine = 256;     // Needs: in a body that runs when its routine is called, not now
inline constexpr std::uint16_t begins = 512;         // the first of its statement, where one holds others (DO)
inline constexpr std::uint16_t implied = 1024;       // Alters, Drops Constraint: the server may have made it by itself
}  // namespace mention_flag

struct Mention {
    Bearing bearing = Bearing::Needs;
    ObjectKind kind = ObjectKind::Relation;
    Strength strength = Strength::Hard;
    std::uint16_t flags = 0;
    std::int32_t line = 0;       // of the script, from 1
    std::int32_t statement = 0;  // from 1; statements that are left out when the script runs count

    // schema is empty when none was written, "pg_temp" for temporary objects. Kinds without a schema (Schema, Role,
    // Extension, ...) have only a name. For members, schema and name are those of the relation or type.
    std::string schema = {};
    std::string name = {};
    std::string member = {};  // column, constraint, trigger, policy, rule, label

    // Provides Column "*": the columns of `origin`, or, without one, columns that cannot be known.
    // Provides with Drops/moved before it: the old name (`origin_member` for members).
    // Other Provides Index, Sequence: the table that takes it along; without a schema of its own it stands in that
    // table's. Provides, Alters, Drops Sequence with a table: its column `origin_member` owns it. Alters Table: the one
    // whose partition it becomes. Alters Sequence, Table with an `origin_member` alone: it goes with nothing any more.
    // Provides Type: the range whose multirange it is; Function: the type that it makes. Provides Extension: `origin.schema` is the schema of its members, where it is written.
    QualifiedName origin = {};
    std::string origin_member = {};

    // Needs Column: the column may as well belong to one of these (an unqualified name in a join). The need is unmet
    // when none of them has it.
    std::vector<QualifiedName> or_of = {};

    // Routines with has_arguments: types of the input arguments, see sqlread/type_text.h. Path, EnterPath: the schemas.
    // Unread: what it may provide, as "KIND" or "KIND:NAME" with * for unknown parts of the name; "none" alone means
    // nothing, an empty list anything.
    std::vector<std::string> arguments = {};
    // Routines: with how many arguments it can be called (Provides) or is called (Needs); -1: any number.
    std::int16_t fewest = -1;
    std::int16_t most = -1;

    bool has(std::uint16_t flag) const noexcept { return (flags & flag) != 0; }
    bool operator==(const Mention&) const = default;
};

using Reading = std::vector<Mention>;

// What the reader makes of a script can change with this number: stored readings of another one are made anew.
inline constexpr int reading_version = 1;

}  // namespace strata::core
