// Functions, procedures and DO blocks.
#pragma once

#include "sqlread/read_statement.h"

namespace strata::sqlread {

void read_create_routine(const CreateFunctionStmt* statement, ReadingContext& context, Recorder& recorder);
void read_do(const DoStmt* statement, ReadingContext& context, Recorder& recorder);

// Fills in what a list of FunctionParameter tells about a new routine: arguments, fewest, most.
void set_signature(core::Mention& routine, const List* parameters);

// The server's own and an empty name are no need.
void need_language(const std::string& language, Recorder& recorder);

}  // namespace strata::sqlread
