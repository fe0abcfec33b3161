// What object a text means, to the database and to the migrations.
#pragma once

#include "migrate/live_dependents.h"

namespace strata::migrate {

struct ImpactTarget {
    LiveTarget live;
    std::vector<core::Sightings::Thing> things;
};

// Unqualified names are looked up in the actor's search_path. Raises when no live object has the name and no migration
// speaks of it, with names that are near, or when the text fits several kinds.
ImpactTarget find_impact_target(const Actor& actor, const std::string& text, const core::Sightings& sightings);

}  // namespace strata::migrate
