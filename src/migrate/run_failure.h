// The record of a step that failed, which outlives it.
#pragma once

#include "migrate/run_step.h"
#include "migrate/run_table.h"

namespace strata::migrate {

// How a run ends that this error ends.
RunEnd end_by(const pg::Error& error);

// With a writer's transaction open: the history entry and the end of the run. `started_us` is when the step began.
void write_failure(const RunState& state, Writer& writer, const RunStep& step, std::int64_t started_us,
                   const pg::Error& error);

// Writes down that runs whose processes are gone were interrupted. With a writer's transaction open.
void settle_interrupted_runs(Writer& writer);

}  // namespace strata::migrate
