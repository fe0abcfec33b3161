// pgTAP keeps its plan and counters in temporary tables of the session. A verify script that plans on its own must not
// meet those of a test that is running around it.
#pragma once

#include "pg/server.h"

namespace strata::engine {

// Puts the caller's pgTAP state out of sight by renaming. Only inside a subtransaction that will be rolled back: that
// is what brings it back.
void hide_tap_state();

}  // namespace strata::engine
