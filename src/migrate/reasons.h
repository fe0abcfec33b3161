// Why somebody acts, as options tell.
#pragma once

#include "migrate/options.h"

namespace strata::migrate {

// Applying in spite of what is in the way wants a reason: that of option ignore_blocked. Raises MG020 for none.
std::optional<std::string> reason_to_ignore(const Options& options);

// What the history keeps.
std::optional<std::string> reason_of(const Options& options, const std::optional<std::string>& ignored);

}  // namespace strata::migrate
