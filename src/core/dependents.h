// Which migrations depend on an object, and why.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/sightings.h"

namespace strata::core {

// What of an object: all of it, one of its members, or the routine with these arguments.
struct Aspect {
    std::optional<ObjectKind> member_kind = {};
    std::string member = {};
    std::optional<std::vector<std::string>> arguments = {};
};

// Whether the mention is of that: of a table all that names it or a part of it.
bool speaks_of(const Mention& mention, const Aspect& aspect);

struct Dependent {
    std::uint32_t script;
    std::string reason;  // `needs table "public.users" (lines 3 and 7)`
};

// Of all these objects, in the order of the scripts, each of them once. A script that names none of them, but what
// another one made out of them, depends through that: `through view "public.v" of "004_v": needs ...`.
std::vector<Dependent> find_dependents(const Sightings& sightings, const std::vector<Sightings::Thing>& things,
                                       const Aspect& aspect, const Catalog& catalog);

// `needs table "public.users" (lines 3 and 7); alters table "public.users" (line 9, conditional)`.
std::string reason_of(const Sightings& sightings, const std::vector<Sightings::Place>& places);

}  // namespace strata::core
