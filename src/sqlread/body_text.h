// Text that may turn out to be no SQL, or no PL/pgSQL.
#pragma once

#include "pg/error.h"
#include "pg/subtransaction.h"

extern "C" {
#include "parser/parser.h"
}

namespace strata::sqlread {

// Raw statements; for the modes of PL/pgSQL a single one. Raises what the parser raises.
const List* parse_text(const char* text, RawParseMode mode = RAW_PARSE_DEFAULT);

// Whether the error says that a text is not what it was taken for, and not that the session is in trouble.
bool is_about_text(const pg::Error& error);

// Runs `read` and tells whether the text could be read. What it has recorded by then stays.
template <class Read>
bool could_read(Read&& read) {
    pg::Subtransaction subtransaction;
    try {
        read();
        subtransaction.commit();
        return true;
    } catch (const pg::Error& error) {
        subtransaction.rollback();
        if (!is_about_text(error)) throw;
        return false;
    }
}

// For a mention of text that could not be read: its beginning, cut between characters.
std::string excerpt(std::string_view text);

}  // namespace strata::sqlread
