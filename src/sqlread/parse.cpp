#include "sqlread/parse.h"

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

// $1 outside PREPARE and function bodies is a placeholder that some other tool would have filled in.
void refuse_placeholders(const ParsedStatement& statement, const TokenScan& tokens, const std::string& text) {
    if (may_hold_parameters(statement.raw->stmt)) return;
    for (const int offset : tokens.parameters) {
        if (offset < statement.start || offset >= statement.end) continue;
        const std::size_t end = text.find_first_not_of("0123456789", offset + 1);
        pg::raise({undefined_parameter, "there is no parameter " + text.substr(offset, end - offset), "",
                   "Write the value into the script: migrations run without parameters.",
                   characters(std::string_view(text).substr(0, offset)) + 1});
    }
}

int end_of(const RawStmt* raw, const std::string& text) {
    return raw->stmt_len == 0 ? static_cast<int>(text.size()) : raw->stmt_location + raw->stmt_len;
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

std::string_view ParsedScript::statement_text(std::size_t index) const {
    const ParsedStatement& statement = statements[index];
    return std::string_view(text).substr(statement.start, statement.end - statement.start);
}

ParsedScript parse(const std::string& text, const OwnNames& own) {
    ParsedScript script;
    script.text = text;
    const char* source = text.c_str();
    const List* raw = pg::call([&] { return pg_parse_query(source); });
    TokenScan tokens = scan_tokens(text);
    LineIndex lines(text);
    for (int i = 0; i < list_length(raw); ++i) {
        auto* statement = static_cast<RawStmt*>(list_nth(raw, i));
        ParsedStatement parsed{statement, tokens.first_token_from(statement->stmt_location), end_of(statement, text),
                               classify(statement, own)};
        const Position at = lines.position_of_byte(parsed.start);
        parsed.summary.line = at.line;
        parsed.summary.column = at.column;
        refuse_placeholders(parsed, tokens, text);
        script.statements.push_back(std::move(parsed));
    }
    script.canonical = std::move(tokens.canonical);
    return script;
}

}  // namespace strata::sqlread
