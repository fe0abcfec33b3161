// Reads what is kept in strings: bodies of functions and DO blocks, and text given to EXECUTE.
#pragma once

#include "sqlread/read_statement.h"

namespace strata::sqlread {

// In all of these `body` begins at `location` of the text that the recorder is reading.

// A body in LANGUAGE sql of a function with these parameters. Nothing of it takes effect when the function is created:
// what its statements provide, alter and drop is left out, and so is what they need of each other. The caller opens a
// weaker scope when the server will not check the body. Text that is no SQL is recorded as unread, nothing is raised.
void read_sql_body(std::string_view body, int location, const std::vector<std::string>& parameters,
                   ReadingContext& context, Recorder& recorder);

// A body in LANGUAGE plpgsql. A DO block runs at once: its statements count with the strength of the branch they stand
// in. A function's are met when it runs: needs only, late; the types of its variables are met when it is created,
// unless the context says that the server does not look. Text that is no PL/pgSQL is recorded as unread, nothing is
// raised.
enum class BodyKind : std::uint8_t { Function, DoBlock };
void read_plpgsql_body(std::string_view body, int location, BodyKind kind, ReadingContext& context, Recorder& recorder);

// Text whose meaning cannot be known; what it may provide as in Mention::arguments.
void note_unread_text(std::string_view text, int location, Recorder& recorder,
                      std::vector<std::string> may_provide = {});

}  // namespace strata::sqlread
