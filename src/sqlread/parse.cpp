#include "sqlread/parse.h"

#include <algorithm>

#include "pg/guard.h"
#include "sqlread/position.h"

extern "C" {
#include "tcop/tcopprot.h"
}

namespace strata::sqlread {

namespace {

constexpr char undefined_parameter[] = "42P02";

bool may_hold_parameters(const Node* node) {
    switch (nodeTag(node)) {
        case T_PrepareStmt:
        case T_CreateFunctionStmt: return true;
        default: return false;
    }
}

struct Extent {
    int start;  // of the first token
    int end;    // without the semicolon
};

Extent extent_of(const RawStmt* raw, const TokenScan& tokens, const std::string& text) {
    const int end = raw->stmt_len == 0 ? static_cast<int>(text.size()) : raw->stmt_location + raw->stmt_len;
    return {tokens.first_token_from(raw->stmt_location), end};
}

// $1 outside PREPARE and function bodies is a placeholder that some other tool would have filled in.
void refuse_placeholders(const RawStmt* raw, const Extent& extent, const TokenScan& tokens, const std::string& text) {
    if (may_hold_parameters(raw->stmt)) return;
    const auto first = std::lower_bound(tokens.parameters.begin(), tokens.parameters.end(), extent.start);
    if (first == tokens.parameters.end() || *first >= extent.end) return;
    const std::size_t end = text.find_first_not_of("0123456789", *first + 1);
    pg::raise({undefined_parameter, "there is no parameter " + text.substr(*first, end - *first), "",
               "Write the value into the script: migrations run without parameters.",
               characters(std::string_view(text).substr(0, *first)) + 1});
}

const List* parse_raw(const char* text) {
    return pg::call([&] { return pg_parse_query(text); });
}

}  // namespace

std::string Lexing::text() const { return std::string(standard_conforming_strings ? "on," : "off,") + backslash_quote; }

Lexing Lexing::from_text(std::string_view text) {
    const std::size_t comma = text.find(',');
    return {text.substr(0, comma) != "off", std::string(text.substr(comma + 1))};
}

Lexing Lexing::current() {
    return {pg::setting("standard_conforming_strings") == "on", pg::setting("backslash_quote")};
}

void Lexing::apply(pg::SettingScope& settings) const {
    settings.set("standard_conforming_strings", standard_conforming_strings ? "on" : "off");
    settings.set("backslash_quote", backslash_quote.c_str());
}

ParsedScript parse(const std::string& text, const OwnNames& own) {
    ParsedScript script;
    script.text = text;
    const List* raw = parse_raw(text.c_str());
    TokenScan tokens = scan_tokens(text);
    LineIndex lines(text);
    for (int i = 0; i < list_length(raw); ++i) {
        auto* statement = static_cast<RawStmt*>(list_nth(raw, i));
        const Extent extent = extent_of(statement, tokens, text);
        refuse_placeholders(statement, extent, tokens, text);
        ParsedStatement parsed{nullptr, text.substr(extent.start, extent.end - extent.start), classify(statement, own)};
        const Position at = lines.position_of_byte(extent.start);
        parsed.summary.line = at.line;
        parsed.summary.column = at.column;
        parsed.raw = static_cast<RawStmt*>(linitial(parse_raw(parsed.text.c_str())));
        script.statements.push_back(std::move(parsed));
    }
    script.canonical = std::move(tokens.canonical);
    return script;
}

}  // namespace strata::sqlread
