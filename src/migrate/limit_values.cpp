#include "migrate/limit_values.h"

#include "core/text.h"
#include "pg/duration.h"

namespace strata::migrate {

std::optional<int> parse_limit(std::string_view name, const std::string& text) {
    if (name == core::directive::lock_retries) return pg::parse_count(text, most_lock_retries);
    if (name == core::directive::transaction) return pg::parse_switch(text);
    return pg::parse_duration_ms(text);
}

std::string limit_text(std::string_view name, int value) {
    if (name == core::directive::lock_retries) return std::to_string(value);
    if (name == core::directive::transaction) return value != 0 ? "on" : "off";
    return pg::duration_text(value);
}

std::string limit_notation(std::string_view name) {
    if (name == core::directive::lock_retries)
        return core::concat("It is a whole number from 0 to ", most_lock_retries, ".");
    if (name == core::directive::transaction) return "It is on or off.";
    return "It is a duration, such as 500ms, 2s or 10min; 0 means no limit.";
}

}  // namespace strata::migrate
