#include "sqlread/tokens.h"

#include <algorithm>

#include "pg/guard.h"
#include "sqlread/token_code.h"

extern "C" {
#include "lib/stringinfo.h"
#include "parser/scanner.h"
}

namespace strata::sqlread {

namespace {

struct RawScan {
    StringInfoData canonical;
    int* starts;
    int* parameters;
    int count;
    int parameter_count;
};

void append(StringInfo out, char token_class, const char* text) {
    appendStringInfo(out, "%c%d:%s", token_class, static_cast<int>(strlen(text)), text);
}

void append_number(StringInfo out, char token_class, int number) {
    char text[16];
    pg_ltoa(number, text);
    append(out, token_class, text);
}

void append_token(StringInfo out, int code, const core_YYSTYPE& value) {
    if (code < Ident) {
        const char text[2] = {static_cast<char>(code), '\0'};
        return append(out, 'c', text);
    }
    switch (code) {
        case Ident: return append(out, 'i', value.str);
        case UIdent: return append(out, 'u', value.str);
        case FConst: return append(out, 'f', value.str);
        case SConst: return append(out, 's', value.str);
        case UsConst: return append(out, 'v', value.str);
        case BConst: return append(out, 'b', value.str);
        case XConst: return append(out, 'x', value.str);
        case Operator: return append(out, 'o', value.str);
        case IConst: return append_number(out, 'n', value.ival);
        case Param: return append_number(out, 'p', value.ival);
        case TypeCast: return append(out, 'c', "::");
        case DotDot: return append(out, 'c', "..");
        case ColonEquals: return append(out, 'c', ":=");
        case EqualsGreater: return append(out, 'c', "=>");
        case LessEquals: return append(out, 'c', "<=");
        case GreaterEquals: return append(out, 'c', ">=");
        case NotEquals: return append(out, 'c', "<>");
        default: return append(out, 'k', value.keyword);
    }
}

// Runs inside the guard: plain data only.
void scan(const char* script, std::size_t length, RawScan* result) {
    initStringInfo(&result->canonical);
    result->starts = static_cast<int*>(palloc(sizeof(int) * (length + 1)));
    result->parameters = static_cast<int*>(palloc(sizeof(int) * (length + 1)));
    core_yy_extra_type extra;
    core_yyscan_t scanner = scanner_init(script, &extra, &ScanKeywords, ScanKeywordTokens);
    for (;;) {
        core_YYSTYPE value;
        YYLTYPE location = 0;
        const int code = core_yylex(&value, &location, scanner);
        if (code == 0) break;
        result->starts[result->count++] = location;
        if (code == Param) result->parameters[result->parameter_count++] = location;
        append_token(&result->canonical, code, value);
    }
    scanner_finish(scanner);
}

}  // namespace

TokenScan scan_tokens(const std::string& script) {
    const char* text = script.c_str();
    const std::size_t length = script.size();
    RawScan raw{};
    pg::call([&] { scan(text, length, &raw); });
    TokenScan result;
    result.canonical.assign(raw.canonical.data, raw.canonical.len);
    result.starts.assign(raw.starts, raw.starts + raw.count);
    result.parameters.assign(raw.parameters, raw.parameters + raw.parameter_count);
    pg::call([&] {
        pfree(raw.canonical.data);
        pfree(raw.starts);
        pfree(raw.parameters);
    });
    return result;
}

int TokenScan::first_token_from(int offset) const {
    const auto found = std::lower_bound(starts.begin(), starts.end(), offset);
    return found == starts.end() ? offset : *found;
}

}  // namespace strata::sqlread
