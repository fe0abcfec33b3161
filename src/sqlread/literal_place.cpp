#include "sqlread/literal_place.h"

#include "pg/guard.h"

extern "C" {
#include "parser/scanner.h"
}

namespace strata::sqlread {

namespace {

// The scanner's public codes, see tokens.cpp.
constexpr int string_constant = 261;
constexpr int unicode_string_constant = 262;

// Runs inside the guard: plain data only.
int first_literal(const char* text) {
    core_yy_extra_type extra;
    core_yyscan_t scanner = scanner_init(text, &extra, &ScanKeywords, ScanKeywordTokens);
    int found = -1;
    for (;;) {
        core_YYSTYPE value;
        YYLTYPE location = 0;
        const int code = core_yylex(&value, &location, scanner);
        if (code == string_constant || code == unicode_string_constant) found = location;
        if (code == 0 || found >= 0) break;
    }
    scanner_finish(scanner);
    return found;
}

// E'...', U&'...', $tag$...$tag$, '...'
std::size_t quote_length(std::string_view literal) {
    const char mark = literal.front() == '$' ? '$' : '\'';
    const std::size_t from = mark == '$' ? 1 : 0;
    const std::size_t at = literal.find(mark, from);
    return at == std::string_view::npos ? 0 : at + 1;
}

}  // namespace

int literal_start(std::string_view text, int from) {
    if (from < 0 || from >= static_cast<int>(text.size())) return from;
    const std::string rest(text.substr(from));
    const char* start = rest.c_str();
    const int at = pg::call([&] { return first_literal(start); });
    if (at < 0) return from;
    return from + at + static_cast<int>(quote_length(std::string_view(rest).substr(at)));
}

}  // namespace strata::sqlread
