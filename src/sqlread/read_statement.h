// Reads one parsed statement: everything that it provides, alters, drops and needs goes to the recorder.
#pragma once

#include "sqlread/recorder.h"

namespace strata::sqlread {

// What earlier statements of the script set, as far as it changes how later ones are read.
struct ReadingContext {
    bool check_function_bodies = true;  // off: what string bodies need is late, not hard
    std::size_t bytes_executed = 0;     // of strings that were read as what EXECUTE runs
};

// `statement` was parsed from the text given to recorder.begin_statement(). Reads the system catalog only, to leave out
// what pg_catalog has. Never raises on strange statements: what is not understood is not recorded.
void read_statement(const Node* statement, ReadingContext& context, Recorder& recorder);

}  // namespace strata::sqlread
