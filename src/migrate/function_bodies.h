// What the bodies of the database's SQL and PL/pgSQL functions name.
#pragma once

#include <deque>
#include <unordered_set>

#include "core/sightings.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

class FunctionBodies {
public:
    // Unqualified names are looked up as the actor would, unless the function has a search_path of its own.
    explicit FunctionBodies(const Actor& actor);

    // Reads the bodies that hold one of the names, those of extensions and of the system left out. A body that the
    // parser does not take is passed over.
    void read_those_with(const std::vector<std::string>& names);

    const core::Sightings& sightings() const { return sightings_; }
    Oid function(std::uint32_t script) const { return functions_[script]; }

private:
    struct Source {
        Oid function;
        std::string definition;
    };
    std::vector<Source> sources_with(const std::vector<std::string>& names);
    void read(const Source& source);
    void resolve(std::size_t first);

    const Actor& actor_;
    std::vector<std::string> path_;
    std::unordered_set<Oid> seen_;
    std::vector<Oid> functions_;
    std::deque<core::Reading> readings_;  // lines count in the body
    core::Sightings sightings_;
};

}  // namespace strata::migrate
