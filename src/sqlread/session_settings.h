// SET and its kin, as far as they change how later statements are read.
#pragma once

#include "sqlread/read_statement.h"

namespace strata::sqlread {

void read_set(const VariableSetStmt* statement, ReadingContext& context, Recorder& recorder);

// SELECT set_config('search_path', '...', false), as pg_dump writes it.
void read_set_config_calls(const SelectStmt* statement, ReadingContext& context, Recorder& recorder);

// Whether a statement does nothing but change settings of the session, past the end of its transaction.
bool sets_for_session(const Node* statement);

bool is_search_path(const VariableSetStmt* statement);

// The schemas of a SET search_path; one with an empty name stands for no schema at all. None: the caller's path.
std::vector<std::string> schemas_of(const VariableSetStmt* statement);

}  // namespace strata::sqlread
