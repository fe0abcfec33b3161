#include "engine/progress.h"

#include "core/progress_text.h"
#include "core/text.h"
#include "engine/script_run.h"
#include "pg/boundary.h"
#include "pg/guard.h"

extern "C" {
#include "tcop/tcopprot.h"
#include "utils/backend_status.h"
}

namespace strata::engine {

namespace {

// Of the run that this backend performs: a process has one at a time.
struct RunPlace {
    std::int64_t run = 0;  // 0: none
    core::Progress::Count step = {};
};

constinit RunPlace place{};

core::Progress progress_here() {
    core::Progress progress;
    if (place.run != 0) progress.run = place.run;
    progress.step = place.step;
    return progress;
}

void show(const core::Progress& progress) {
    const std::string text = core::progress_text(progress);
    pg::call([&] { pgstat_report_activity(STATE_RUNNING, text.c_str()); });
}

}  // namespace

RunProgress::RunProgress(std::int64_t run) { place = {run, {}}; }

RunProgress::~RunProgress() {
    place = {};
    pg::cleanup("show the query in pg_stat_activity again", [] { end_progress(); });
}

void RunProgress::step(std::int64_t number, std::int64_t of) { place.step = {number, of}; }

void show_progress(const Script& script, std::size_t index) {
    core::Progress progress = progress_here();
    progress.statement = {static_cast<std::int64_t>(index) + 1,
                          static_cast<std::int64_t>(script.parsed.statements.size())};
    progress.line = script.parsed.statements[index].summary.line;
    progress.migration = script.migration;
    progress.phase = core::concat(core::name(script.role), " script");
    show(progress);
}

void show_phase(std::string_view phase, const std::string& migration) {
    core::Progress progress = progress_here();
    progress.migration = migration;
    progress.phase = phase;
    show(progress);
}

void end_progress() {
    if (debug_query_string != nullptr)
        pg::call([] { pgstat_report_activity(STATE_RUNNING, debug_query_string); });
}

}  // namespace strata::engine
