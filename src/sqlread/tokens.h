// The server's own scanner over a script: where tokens stand, and a form of the text without comments and white
// space, which the statement checksum is taken of (FACTS 14: node dumps and query jumbles do not serve).
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// The form of TokenScan::canonical. Stored beside every checksum; raise it when the form changes.
inline constexpr int token_form_version = 1;

struct TokenScan {
    // Per token one class byte, the length of its text as a decimal number, a colon, its text as the scanner read it:
    // identifiers folded, literals without their quotes, keywords in lower case. Literals are never changed.
    std::string canonical;
    std::vector<int> starts;      // byte offsets of tokens, ascending
    std::vector<int> parameters;  // byte offsets of $1, $2...

    // The start of the first token at or after `offset`, or `offset` when there is none.
    int first_token_from(int offset) const;
};

// Scans under the lexing settings in force. Raises what the scanner raises (an unterminated string, say).
TokenScan scan_tokens(const std::string& script);

}  // namespace strata::sqlread
