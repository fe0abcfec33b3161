// Text and arrays between Datum and C++.
#pragma once

#include "pg/server.h"

namespace strata::pg {

// Copies into the current memory context.
Datum text_datum(std::string_view text);
Datum text_array_datum(const std::vector<std::string>& texts);

Datum interval_datum(std::int64_t microseconds);
// Months count as 30 days.
std::int64_t interval_us(Datum datum);

std::string text_value(Datum datum);
// A null element reads as an empty string.
std::vector<std::string> text_array(Datum datum);

}  // namespace strata::pg
