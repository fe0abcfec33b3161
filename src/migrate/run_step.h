// One step of a run: what it does is committed when it ends. A script that no transaction can hold runs in parts, and
// goes on where it stopped.
#pragma once

#include "migrate/steps.h"
#include "pg/lock.h"

namespace strata::migrate {

// What the steps of one run share.
struct RunState {
    const Actor& actor;
    Work work;
    pg::SessionLock& only_writer;
    engine::CallScope& call;
    sqlread::OwnNames own;
    std::optional<std::string> reason;
    const LimitSource& limits;
    std::int64_t number;
    std::int64_t done = 0;  // steps that are committed
};

// What is to be done, and which migration comes after it.
struct RunStep {
    core::Action action;
    const Particulars& particulars;
    std::optional<std::string> next;
};

// Raises what fails, after having put it on record: history, and the end of the run.
void run_step(RunState& state, const RunStep& step);

}  // namespace strata::migrate
