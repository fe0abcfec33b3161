// How far a run has come, as one line of text: what a process shows of itself in pg_stat_activity.query, and what
// migrate_progress() reads there. The numbers come first, because the server cuts the line off at
// track_activity_query_size.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::core {

struct Progress {
    // The number-th of so many, from 1; 0 of 0 when there is nothing to count.
    struct Count {
        std::int64_t number = 0;
        std::int64_t of = 0;
    };

    std::optional<std::int64_t> run = {};
    Count step = {};
    Count statement = {};
    std::int64_t line = 0;       // of the script; 0 when none runs
    std::string migration = {};  // empty when none is concerned
    std::string phase = {};      // "up script", "waiting for ..."
};

// pg_strata: run 7, step 2 of 9, statement 3 of 12, line 14: migration "x", up script
// pg_strata: statement 2 of 7, line 12: migration "x", up script
// pg_strata: run 7: waiting for another run
std::string progress_text(const Progress& progress);

// Absent for a text that is not of this form. Of one that was cut off, as much as is there.
std::optional<Progress> read_progress(std::string_view text);

}  // namespace strata::core
