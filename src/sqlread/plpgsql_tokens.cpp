#include "sqlread/plpgsql_tokens.h"

#include "pg/guard.h"
#include "sqlread/token_code.h"

extern "C" {
#include "lib/stringinfo.h"
#include "parser/scanner.h"
}

namespace strata::sqlread {

namespace {

using Kind = PlpgsqlToken::Kind;

// Runs inside the guard, as scan() does.
class TokenArray {
public:
    void add(const PlpgsqlToken& token) {
        if (count_ == capacity_) grow();
        tokens_[count_++] = token;
    }
    std::span<const PlpgsqlToken> all() const { return {tokens_, count_}; }

private:
    void grow() {
        capacity_ = capacity_ == 0 ? 256 : capacity_ * 2;
        const std::size_t size = capacity_ * sizeof(PlpgsqlToken);
        tokens_ = static_cast<PlpgsqlToken*>(tokens_ == nullptr ? palloc(size) : repalloc(tokens_, size));
    }

    PlpgsqlToken* tokens_ = nullptr;
    std::size_t count_ = 0;
    std::size_t capacity_ = 0;
};

std::size_t symbol_size(int code, const core_YYSTYPE& value) {
    if (code < Ident) return 1;
    return code == Operator ? strlen(value.str) : 2;
}

PlpgsqlToken token_of(int code, const core_YYSTYPE& value, int start, const char* body) {
    switch (code) {
        case Ident: return {body[start] == '"' ? Kind::QuotedWord : Kind::Word, start, value.str};
        case UIdent: return {Kind::QuotedWord, start, value.str};
        case SConst:
        case UsConst:
        case BConst:
        case XConst: return {Kind::String, start, value.str};
        case FConst:
        case IConst: return {Kind::Number, start, {}};
        case Param: return {Kind::Parameter, start, {}};
        default: break;
    }
    if (code > NotEquals) return {Kind::Word, start, value.keyword};
    return {Kind::Symbol, start, {body + start, symbol_size(code, value)}};
}

void scan(const char* body, int size, TokenArray& tokens) {
    core_yy_extra_type extra;
    core_yyscan_t scanner = scanner_init(body, &extra, &ScanKeywords, ScanKeywordTokens);
    extra.escape_string_warning = false;
    for (;;) {
        core_YYSTYPE value;
        YYLTYPE start = 0;
        const int code = core_yylex(&value, &start, scanner);
        if (code == 0) break;
        tokens.add(token_of(code, value, start, body));
    }
    tokens.add({Kind::End, size, {}});
    scanner_finish(scanner);
}

}  // namespace

std::span<const PlpgsqlToken> scan_plpgsql(const std::string& body) {
    TokenArray tokens;
    pg::call([&] { scan(body.c_str(), static_cast<int>(body.size()), tokens); });
    return tokens.all();
}

}  // namespace strata::sqlread
