// What pg_catalog and information_schema have: never a need. Syscache lookups, so cheap.
#pragma once

#include <string_view>

#include "core/mention.h"
#include "pg/server.h"

namespace strata::sqlread {

bool is_system_schema(std::string_view schema);  // pg_catalog, information_schema, pg_toast

// Of unqualified names.
bool is_system_relation(const char* name);
bool is_system_type(const char* name);                      // serial and its kind too
bool is_system_function(const char* name, int arguments);  // -1: with any number
bool is_system_collation(const char* name);

// Whether it names something of a system schema, by that schema's name or without one; of a member: something of a
// system relation.
bool is_system_object(const core::Mention& mention);

// Columns that every table has.
bool is_system_column(std::string_view name);

}  // namespace strata::sqlread
