// What has been read of registered scripts, as the simulated catalog wants it.
#pragma once

#include <unordered_map>

#include "core/mention.h"
#include "engine/script_run.h"
#include "migrate/bookkeeping.h"

namespace strata::migrate {

struct Readings {
    core::Reading up;
    core::Reading down;  // empty without a down script
};

// Open: pending and partial. Standing: applied and partial.
enum class Which { Open, Standing, Skipped, All };

// By identifier. A reading that another version of the reader made is made anew, and not stored: this works on a
// standby.
std::unordered_map<std::string, Readings> stored_readings(const Actor& actor, Which which);

// The form in which a script's reading is stored.
std::string packed_reading(const engine::Script& script, const sqlread::Lexing& lexing);

}  // namespace strata::migrate
