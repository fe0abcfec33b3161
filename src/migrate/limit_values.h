// The values of limits, by their names (core/script_header.h), wherever they are written: settings, options, headers.
#pragma once

#include "core/script_header.h"
#include "pg/server.h"

namespace strata::migrate {

inline constexpr int most_lock_retries = 1000;

// Milliseconds, of lock_retries a number, of transaction 1 for on and 0 for off. Nothing when the text is no such value.
std::optional<int> parse_limit(std::string_view name, const std::string& text);

// The one text for a value: "2s", "3", "off".
std::string limit_text(std::string_view name, int value);

// What the values look like, as a hint: "It is a duration, ...".
std::string limit_notation(std::string_view name);

}  // namespace strata::migrate
