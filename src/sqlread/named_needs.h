// Needs of kinds that are never in the way. What pg_catalog has is left out; so is null.
#pragma once

#include "sqlread/recording.h"

namespace strata::sqlread {

void need_collation(const CollateClause* collation, Recorder& recorder);
void need_operator_class(const List* name, const char* access_method, Recorder& recorder, int location = -1);
void need_access_method(const char* name, Recorder& recorder, int location = -1);
void need_text_search(core::ObjectKind kind, const List* name, Recorder& recorder, int location = -1);

// What a column of an index, or an expression in its place, needs of `table`.
void need_index_column(const IndexElem* column, const core::QualifiedName& table, const char* access_method,
                       Recorder& recorder, int location = -1);

}  // namespace strata::sqlread
