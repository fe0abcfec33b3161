// A step whose script no single transaction can hold: part by part, each on record when it is done.
#pragma once

#include "core/stretches.h"
#include "migrate/run_step.h"

namespace strata::migrate {

// Goes on where the script stopped before, and never repeats what is done. Between transactions on entry. Raises what
// fails; what was done until then stays, and the migration is partial.
void run_in_parts(RunState& state, const RunStep& step, const StepScript& script,
                  const std::vector<core::Stretch>& parts);

}  // namespace strata::migrate
