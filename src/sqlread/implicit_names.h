// The names that the server chooses for what a statement leaves unnamed, before it counts up past names in use.
#pragma once

#include "pg/server.h"

namespace strata::sqlread {

// "first_second_label", cut to the length of a name as the server cuts it. Without a second part: "first_label".
std::string object_name(const std::string& first, const std::string& second, const char* label);

// Column names joined for the second part.
std::string joined_columns(const std::vector<std::string>& columns);

// What an index calls a column, before it tells equal names apart by numbers.
std::string index_column(const IndexElem* column);
std::vector<std::string> numbered(const std::vector<std::string>& names);

// The one column that an expression names, for the name of a CHECK; empty when there are several or none.
std::string only_column(const Node* expression);

// The multirange type of a range type.
std::string multirange_name(const std::string& range);

}  // namespace strata::sqlread
