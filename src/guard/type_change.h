// ALTER TABLE ... ALTER COLUMN ... TYPE, as the statement has it.
#pragma once

#include "guard/target.h"

namespace strata::guard {

// The columns that would get a type other than the one they have.
std::vector<Target> retyped_columns(const Node* statement);

// The type that a column definition asks for, with its modifier; nothing when it cannot be told (it does not exist).
struct ColumnType {
    Oid type = InvalidOid;
    std::int32_t modifier = -1;
    bool operator==(const ColumnType&) const = default;
};
std::optional<ColumnType> type_asked_for(const TypeName* name);

// Nothing when there is no such column.
std::optional<ColumnType> type_of_column(Oid relation, const std::string& column);

std::string shown(const ColumnType& type);  // "character varying(10)"

}  // namespace strata::guard
