// Levels of rights, and what shows that a role has one.
#pragma once

#include "pg/server.h"

namespace strata::migrate {

// Each has what the ones before it have.
enum class Level { Reader, Author, Operator, Admin };

inline constexpr Level levels[] = {Level::Reader, Level::Author, Level::Operator, Level::Admin};

const char* name(Level level);
std::optional<Level> level_of_name(std::string_view name);

// Functions and tables of ours that the level may use beyond the one before it.
std::vector<std::string> functions_of(Level level);
std::vector<std::string> tables_of(Level level);

// The table that only roles of this level and above may read: it tells them from roles that a blanket GRANT EXECUTE on
// all functions of a schema has let in. None for readers, whom USAGE on schema migrate tells.
const char* evidence_of(Level level);

}  // namespace strata::migrate
