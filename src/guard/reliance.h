// Which migrations rely on an object: applied ones that provided it, pending ones that need it.
#pragma once

#include "guard/finding.h"

namespace strata::guard {

// A migration, and the first thing by which it relies on the object: that itself, or a part of it.
struct Reliant {
    std::string migration;
    Target part;
};

struct Reliance {
    std::vector<Reliant> providers = {};  // applied or partial, in order of application
    std::vector<Reliant> needers = {};    // pending

    bool none() const { return providers.empty() && needers.empty(); }
    std::vector<std::string> migrations() const;
};

// Of a located target. With `members`, those that rely on a column, constraint... of the relation count too.
enum class Members : std::uint8_t { Count, DoNotCount };
Reliance reliance_on(const Watch& watch, const Target& target, Members members);

// On anything in a schema.
Reliance reliance_on_contents(const Watch& watch, const std::string& schema);

// `Migration "001_users" is applied and provided table "public.users".`...
std::string told(const Reliance& reliance);

// The ways around a refusal.
std::string way_out(const Reliance& reliance);

// What its name stands for in the live database: whether `interest` was written of the located target.
bool refers_to(const Watch& watch, const core::Interest& interest, const Target& target);

// The schemas of the search_path in force, "$user" replaced.
std::vector<std::string> current_path();

}  // namespace strata::guard
