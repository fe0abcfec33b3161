#include "engine/progress.h"

#include "core/text.h"
#include "engine/script_run.h"
#include "pg/guard.h"

extern "C" {
#include "tcop/tcopprot.h"
#include "utils/backend_status.h"
}

namespace strata::engine {

void show_progress(const Script& script, std::size_t index) {
    const std::string text =
        core::concat("pg_strata: migration ", core::quoted(script.migration), ", ", core::name(script.role),
                     " script, statement ", index + 1, " of ", script.parsed.statements.size(), ", line ",
                     script.parsed.statements[index].summary.line);
    pg::call([&] { pgstat_report_activity(STATE_RUNNING, text.c_str()); });
}

void end_progress() {
    if (debug_query_string != nullptr)
        pg::call([] { pgstat_report_activity(STATE_RUNNING, debug_query_string); });
}

}  // namespace strata::engine
