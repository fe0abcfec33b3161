// How far the way back of one migration reaches into what others made.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/inference.h"
#include "core/sightings.h"

namespace strata::core {

// A down script, with the search_path it runs under.
struct WayBack {
    Index node = 0;
    const Reading* reading = nullptr;
    const std::vector<std::string>* path = nullptr;
};

struct OwnedObject {
    ObjectKind kind;
    std::string schema;
    std::string name;
};

// What the database itself knows.
struct Present {
    std::function<std::vector<OwnedObject>(const std::string& role)> owned_by;
    std::function<bool(const Mention& object)> has;  // an object with its schema
};

// Whether the script drops more than it names: CASCADE, DROP OWNED.
bool reaches_further(const Reading& down);

// Appends to the catalog what each way back would take from migrations other than its own. `past` has seen everything
// that is applied, in order.
void find_takings(const Sightings& past, const std::vector<WayBack>& ways_back, const Present& present,
                  Catalog& catalog);

}  // namespace strata::core
