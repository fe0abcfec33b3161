// Durations and counts in the notation of the server's parameters.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Milliseconds: "2s", "1.5 min", "200" (milliseconds without a unit). Nothing for what the server would not take, and
// for less than 0.
std::optional<int> parse_duration_ms(const std::string& text);

// A whole number from 0 to `largest`.
std::optional<int> parse_count(const std::string& text, int largest);

// true for on, yes, true, 1 and so on.
std::optional<bool> parse_switch(const std::string& text);

// The shortest exact notation: "2s", "1500ms", "0".
std::string duration_text(int milliseconds);

}  // namespace strata::pg
