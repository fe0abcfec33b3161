#include "pg/duration.h"

#include "pg/guard.h"

extern "C" {
#include "utils/guc.h"
}

namespace strata::pg {

namespace {

struct Number {
    bool valid;
    int value;
};

std::optional<int> parse_number(const std::string& text, int flags) {
    const char* value = text.c_str();
    const Number number = call([&] {
        Number read{};
        read.valid = parse_int(value, &read.value, flags, nullptr);
        return read;
    });
    if (!number.valid || number.value < 0) return std::nullopt;
    return number.value;
}

struct Unit {
    const char* name;
    int milliseconds;
};

constexpr Unit units[] = {{"d", 86400000}, {"h", 3600000}, {"min", 60000}, {"s", 1000}, {"ms", 1}};

}  // namespace

std::optional<int> parse_duration_ms(const std::string& text) { return parse_number(text, GUC_UNIT_MS); }

std::optional<int> parse_count(const std::string& text, int largest) {
    if (text.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
    const std::optional<int> count = parse_number(text, 0);
    return count && *count <= largest ? count : std::nullopt;
}

std::optional<bool> parse_switch(const std::string& text) {
    bool value;
    if (!parse_bool(text.c_str(), &value)) return std::nullopt;
    return value;
}

std::string duration_text(int milliseconds) {
    if (milliseconds == 0) return "0";
    for (const Unit& unit : units)
        if (milliseconds % unit.milliseconds == 0) return std::to_string(milliseconds / unit.milliseconds) + unit.name;
    return {};
}

}  // namespace strata::pg
