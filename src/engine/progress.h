// Live progress in pg_stat_activity.query: see core/progress_text.h.
#pragma once

#include "pg/server.h"

namespace strata::engine {

struct Script;

// While it exists, what this backend shows names the run and its step.
class RunProgress {
public:
    explicit RunProgress(std::int64_t run);
    ~RunProgress();
    RunProgress(const RunProgress&) = delete;
    RunProgress& operator=(const RunProgress&) = delete;

    // The run has come to this step, from 1.
    void step(std::int64_t number, std::int64_t of);
};

// Statement `index` of the script runs now.
void show_progress(const Script& script, std::size_t index);

// What goes on between scripts: "waiting to try again". Holds no quotation mark.
void show_phase(std::string_view phase, const std::string& migration = {});

// Shows the client's own query again.
void end_progress();

}  // namespace strata::engine
