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

struct ParsedStatement {
    RawStmt* raw;
    int start;  // byte offset of its first token
    int end;    // byte offset after it, without the semicolon
    core::Statement summary;
};

// Parse trees live in the memory context current at parse().
struct ParsedScript {
    std::string text;
    std::vector<ParsedStatement> statements;
    std::string canonical;  // see tokens.h

    std::string_view statement_text(std::size_t index) const;
};

// Raises the scanner's and the parser's own errors, positioned in `text`.
ParsedScript parse(const std::string& text, const OwnNames& own);

}  // namespace strata::sqlread
