#include "sqlread/body_text.h"

#include "pg/guard.h"

extern "C" {
#include "mb/pg_wchar.h"
#include "utils/errcodes.h"
}

namespace strata::sqlread {

const List* parse_text(const char* text, RawParseMode mode) {
    return pg::call([&] {
        CHECK_FOR_INTERRUPTS();
        return raw_parser(text, mode);
    });
}

bool is_about_text(const pg::Error& error) {
    switch (ERRCODE_TO_CATEGORY(error.sqlstate())) {
        case ERRCODE_FEATURE_NOT_SUPPORTED:
        case ERRCODE_DATA_EXCEPTION:
        case ERRCODE_SYNTAX_ERROR_OR_ACCESS_RULE_VIOLATION:
        case ERRCODE_PROGRAM_LIMIT_EXCEEDED: return !error.out_of_memory();
        default: return false;
    }
}

std::string excerpt(std::string_view text) {
    constexpr int longest = 80;
    const int size = static_cast<int>(text.size());
    if (size <= longest) return std::string(text);
    const int cut = pg::call([&] { return pg_mbcliplen(text.data(), size, longest); });
    return std::string(text.substr(0, cut));
}

}  // namespace strata::sqlread
