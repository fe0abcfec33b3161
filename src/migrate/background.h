// Runs in a background worker: what the worker does.
#pragma once

#include "pg/server.h"

namespace strata::migrate {

inline constexpr char background_entry[] = "strata_background_run";

// Takes over what migrate_start() left, waits for its transaction, and performs the run as its caller. Nothing is left
// to do when that transaction was undone.
void strata_background_run(Datum handle);

}  // namespace strata::migrate
