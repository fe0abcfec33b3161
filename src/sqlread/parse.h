// A script as the server's parser sees it.
#pragma once

#include "pg/setting.h"
#include "sqlread/classify.h"
#include "sqlread/tokens.h"

namespace strata::sqlread {

// The lexing settings a script was registered under: it is read the same way ever after.
struct Lexing {
    bool standard_conforming_strings;
    std::string backslash_quote;

    std::string text() const;                         // "on,safe_encoding": the stored form
    static Lexing from_text(std::string_view text);
    static Lexing current();
    void apply(pg::SettingScope& settings) const;
};

// One statement, parsed from its own text: whoever runs or logs it sees that text and not the whole script, and the
// server's positions count in it.
struct ParsedStatement {
    RawStmt* raw;
    std::string text;  // without the semicolon
    core::Statement summary;
};

// Parse trees live in the memory context current at parse().
struct ParsedScript {
    std::string text;
    std::vector<ParsedStatement> statements;
    std::string canonical;  // see tokens.h
};

// Raises the scanner's and the parser's own errors, positioned in `text`.
ParsedScript parse(const std::string& text, const OwnNames& own);

}  // namespace strata::sqlread
