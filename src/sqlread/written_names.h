// Names as statements write them.
#pragma once

#include "core/mention.h"
#include "pg/server.h"

namespace strata::sqlread {

// The schema of temporary objects, whatever the session calls its own.
inline constexpr char temporary_schema[] = "pg_temp";

core::QualifiedName name_of(const RangeVar* relation);

// Of a list of String: [[catalog.]schema.]name. The second form leaves out the last `members` of them.
core::QualifiedName name_of(const List* names);
core::QualifiedName owner_of(const List* names, int members = 1);

// What a definition list has for a name: itself a list, or a type. NIL for anything else.
const List* names_of(const Node* name);

// The text of a String node, an empty one of any other.
std::string text_of(const Node* node);
std::string text_of(const char* text);  // null counts as empty
std::string last_of(const List* names);
std::vector<std::string> texts_of(const List* strings);

}  // namespace strata::sqlread
