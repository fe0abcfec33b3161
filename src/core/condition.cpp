#include "core/condition.h"

namespace strata::core {

namespace {

struct Row {
    std::string_view code;
    std::string_view name;
    std::string_view meaning;
};

constexpr Row table[] = {
#define STRATA_ROW(enumerator, code, name, meaning) {code, name, meaning},
    STRATA_CONDITIONS(STRATA_ROW)
#undef STRATA_ROW
};

const Row& row(Condition condition) noexcept { return table[static_cast<int>(condition)]; }

}  // namespace

std::string_view sqlstate(Condition condition) noexcept { return row(condition).code; }
std::string_view name(Condition condition) noexcept { return row(condition).name; }
std::string_view meaning(Condition condition) noexcept { return row(condition).meaning; }

}  // namespace strata::core
