#include "pg/database_encoding.h"

#include "pg/guard.h"

extern "C" {
#include "mb/pg_wchar.h"
}

namespace strata::pg {

bool database_is_utf8() { return GetDatabaseEncoding() == PG_UTF8; }

std::string to_utf8(const std::string& text) {
    if (database_is_utf8()) return text;
    const char* given = text.c_str();
    const int length = static_cast<int>(text.size());
    const char* converted = call([&] { return pg_server_to_any(given, length, PG_UTF8); });
    return converted;
}

std::string from_utf8(std::string text) {
    if (database_is_utf8()) return text;
    const char* given = text.c_str();
    const int length = static_cast<int>(text.size());
    const char* converted = call([&] { return pg_any_to_server(given, length, PG_UTF8); });
    return converted == text.c_str() ? text : std::string(converted);
}

}  // namespace strata::pg
