// Reading the Test Anything Protocol as pgTAP speaks it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace strata::core {

struct TapReport {
    std::optional<std::int64_t> planned;
    std::int64_t ok = 0;       // includes what is SKIPped, and failures that are TODO
    std::int64_t not_ok = 0;
    std::vector<std::string> descriptions;  // of all tests, in order
    std::vector<std::string> failed;       // descriptions of the tests that are not ok
    std::vector<std::string> diagnostics;  // "# ..." and the output of subtests, in order
    std::vector<std::string> complaints;   // why the run as a whole fails: wrong plan, bail out, no tests
    bool bailed_out = false;

    bool passed() const noexcept { return not_ok == 0 && complaints.empty(); }
};

// Whether a value looks like TAP: its first line that is not blank is a numbered test, a plan, a comment or a bail-out.
bool is_tap(std::string_view value);

// `values` are result values in order, each of one or more lines. Lines that are not TAP are passed over. A missing
// plan is no failure in itself: a verify script may run under the plan of its caller, or of finish().
TapReport read_tap(std::span<const std::string> values);

}  // namespace strata::core
