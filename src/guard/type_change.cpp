#include "guard/type_change.h"

#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "parser/parse_type.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::guard {

namespace {

struct Alias {
    std::string_view name;
    Oid type;
};

// What the parser makes of these only when it builds the table.
constexpr Alias serial_types[] = {
    {"smallserial", INT2OID}, {"serial2", INT2OID}, {"serial", INT4OID},
    {"serial4", INT4OID},     {"bigserial", INT8OID}, {"serial8", INT8OID},
};

std::optional<Oid> serial_type(const TypeName* name) {
    if (list_length(name->names) != 1 || name->arrayBounds != NIL) return std::nullopt;
    const std::string_view written = strVal(linitial(name->names));
    for (const Alias& alias : serial_types)
        if (alias.name == written) return alias.type;
    return std::nullopt;
}

}  // namespace

std::optional<ColumnType> type_asked_for(const TypeName* name) {
    if (name == nullptr) return std::nullopt;
    if (const std::optional<Oid> serial = serial_type(name)) return ColumnType{*serial, -1};
    if (list_length(name->names) > 1 && !may_look_into(strVal(linitial(name->names)))) return std::nullopt;
    struct Found {
        Oid type;
        int32 modifier;
    };
    const Found found = pg::call([&] {
        Found answer{InvalidOid, -1};
        Type type = LookupTypeName(nullptr, name, &answer.modifier, true);
        if (type == nullptr) return answer;
        answer.type = typeTypeId(type);
        ReleaseSysCache(type);
        return answer;
    });
    if (!OidIsValid(found.type)) return std::nullopt;
    return ColumnType{found.type, found.modifier};
}

std::optional<ColumnType> type_of_column(Oid relation, const std::string& column) {
    const char* name = column.c_str();
    struct Found {
        Oid type;
        int32 modifier;
    };
    const Found found = pg::call([&] {
        Found answer{InvalidOid, -1};
        HeapTuple tuple = SearchSysCacheAttName(relation, name);
        if (!HeapTupleIsValid(tuple)) return answer;
        const Form_pg_attribute attribute = reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple));
        answer = {attribute->atttypid, attribute->atttypmod};
        ReleaseSysCache(tuple);
        return answer;
    });
    if (!OidIsValid(found.type)) return std::nullopt;
    return ColumnType{found.type, found.modifier};
}

std::string shown(const ColumnType& type) {
    const char* text = pg::call([&]() -> const char* { return format_type_with_typemod(type.type, type.modifier); });
    return text;
}

std::vector<Target> retyped_columns(const Node* statement) {
    std::vector<Target> columns;
    if (!IsA(statement, AlterTableStmt)) return columns;
    const auto* alter = reinterpret_cast<const AlterTableStmt*>(statement);
    const std::string schema = alter->relation->schemaname != nullptr ? alter->relation->schemaname : "";
    for (int i = 0; i < list_length(alter->cmds); ++i) {
        const auto* command = static_cast<const AlterTableCmd*>(list_nth(alter->cmds, i));
        if (command->subtype != AT_AlterColumnType) continue;
        const Target column{core::ObjectKind::Column, schema, alter->relation->relname, command->name};
        const LiveObject live = find_live(column);
        if (!live.exists) continue;
        const std::optional<ColumnType> now = type_of_column(live.oid, column.member);
        const std::optional<ColumnType> then =
            type_asked_for(reinterpret_cast<const ColumnDef*>(command->def)->typeName);
        if (now && then && *now != *then) columns.push_back(column);
    }
    return columns;
}

}  // namespace strata::guard
