#include <algorithm>

#include "core/text.h"
#include "guard/checks.h"
#include "guard/exemption.h"
#include "guard/reliance.h"
#include "guard/skipped_index.h"
#include "guard/type_change.h"
#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_attribute.h"
#include "catalog/pg_class.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"
}

namespace strata::guard {

using core::ObjectKind;

namespace {

// The object that is there in place of the one described, and how it differs.
struct Skipped {
    Target target;
    std::vector<std::string> differences;
};

std::string schema_of(const RangeVar* relation) { return relation->schemaname != nullptr ? relation->schemaname : ""; }

// What a new relation of this name would meet; nothing for a temporary one or a schema that is not there.
std::optional<Oid> schema_of_new(const RangeVar* relation) {
    if (relation->relpersistence == RELPERSISTENCE_TEMP) return std::nullopt;
    const char* written = relation->schemaname;
    const Oid schema = pg::call([&] {
        if (written != nullptr) return get_namespace_oid(written, true);
        List* path = fetch_search_path(false);
        return path == NIL ? InvalidOid : linitial_oid(path);
    });
    if (!OidIsValid(schema)) return std::nullopt;
    return schema;
}

// A name that lives in `schema` under `name`, located.
std::optional<std::pair<Target, LiveObject>> occupant(Oid schema, const char* name) {
    const char* place = pg::call([&]() -> const char* { return get_namespace_name(schema); });
    if (place == nullptr) return std::nullopt;
    const Target written{ObjectKind::Relation, place, name};
    LiveObject live = find_live(written);
    if (!live.exists || live.temporary) return std::nullopt;
    return std::pair{located(written, live), live};
}

// Whether the columns of the statement are all that the table would have.
bool lists_all_columns(const CreateStmt* create) {
    if (create->inhRelations != NIL || create->ofTypename != nullptr || create->partbound != nullptr) return false;
    for (int i = 0; i < list_length(create->tableElts); ++i)
        if (IsA(list_nth(create->tableElts, i), TableLikeClause)) return false;
    return true;
}

int columns_ever(Oid relation) {
    HeapTuple tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
    if (!HeapTupleIsValid(tuple)) return 0;
    const int count = reinterpret_cast<Form_pg_class>(GETSTRUCT(tuple))->relnatts;
    ReleaseSysCache(tuple);
    return count;
}

std::vector<std::string> columns_of_relation(Oid relation) {
    std::vector<std::string> columns;
    const int count = pg::call([&] { return columns_ever(relation); });
    for (int i = 1; i <= count; ++i) {
        const char* name = pg::call([&]() -> const char* {
            HeapTuple tuple = SearchSysCacheAttNum(relation, static_cast<AttrNumber>(i));
            if (!HeapTupleIsValid(tuple)) return nullptr;
            const char* text = pstrdup(NameStr(reinterpret_cast<Form_pg_attribute>(GETSTRUCT(tuple))->attname));
            ReleaseSysCache(tuple);
            return text;
        });
        if (name != nullptr) columns.emplace_back(name);
    }
    return columns;
}

struct Column {
    std::string name;
    std::optional<ColumnType> type;  // absent when it cannot be told
};

// What a statement says of the columns of a relation.
struct Columns {
    std::vector<Column> listed = {};
    bool all = true;  // there are no others
};

Columns columns_of(const CreateStmt* create) {
    Columns columns;
    columns.all = lists_all_columns(create);
    for (int i = 0; i < list_length(create->tableElts); ++i) {
        auto* element = static_cast<const Node*>(list_nth(create->tableElts, i));
        if (!IsA(element, ColumnDef)) continue;
        const auto* column = reinterpret_cast<const ColumnDef*>(element);
        columns.listed.push_back({column->colname, type_asked_for(column->typeName)});
    }
    return columns;
}

// Its query has been analysed already.
Columns columns_of(const CreateTableAsStmt* create) {
    Columns columns;
    if (!IsA(create->query, Query)) return {{}, false};
    const List* targets = reinterpret_cast<const Query*>(create->query)->targetList;
    const List* names = create->into->colNames;
    for (int i = 0; i < list_length(targets); ++i) {
        const auto* entry = static_cast<const TargetEntry*>(list_nth(targets, i));
        if (entry->resjunk) continue;
        const int position = static_cast<int>(columns.listed.size());
        const char* name = position < list_length(names) ? strVal(list_nth(names, position)) : entry->resname;
        const auto* value = reinterpret_cast<const Node*>(entry->expr);
        columns.listed.push_back({name, ColumnType{pg::call([&] { return exprType(value); }),
                                                   pg::call([&] { return exprTypmod(value); })}});
    }
    return columns;
}

std::optional<std::string> column_difference(Oid relation, const Column& column) {
    const std::optional<ColumnType> now = type_of_column(relation, column.name);
    if (!now) return core::concat("column ", core::quoted(column.name), " is missing");
    if (!column.type || *column.type == *now) return std::nullopt;
    return core::concat("column ", core::quoted(column.name), " is ", shown(*now), ", not ", shown(*column.type));
}

std::vector<std::string> differences(const Columns& columns, Oid relation) {
    std::vector<std::string> found;
    for (const Column& column : columns.listed)
        if (std::optional<std::string> difference = column_difference(relation, column))
            found.push_back(std::move(*difference));
    if (!columns.all) return found;
    for (const std::string& name : columns_of_relation(relation)) {
        const auto same = [&](const Column& column) { return column.name == name; };
        if (std::none_of(columns.listed.begin(), columns.listed.end(), same))
            found.push_back(core::concat("it also has column ", core::quoted(name)));
    }
    return found;
}

std::string with_article(ObjectKind kind) {
    return core::concat(kind == ObjectKind::Index ? "an " : "a ", core::name(kind));
}

template <class Statement>
std::optional<Skipped> skipped_relation(const Statement* create, const RangeVar* relation, ObjectKind kind) {
    const std::optional<Oid> schema = schema_of_new(relation);
    if (!schema) return std::nullopt;
    const auto found = occupant(*schema, relation->relname);
    if (!found) return std::nullopt;
    const auto& [target, live] = *found;
    if (target.kind != kind)
        return Skipped{target, {core::concat("it is not ", with_article(kind), ", but ", with_article(target.kind))}};
    return Skipped{target, differences(columns_of(create), live.oid)};
}

std::optional<Skipped> skipped_index(const IndexStmt* create) {
    const Target table{ObjectKind::Relation, schema_of(create->relation), create->relation->relname};
    const LiveObject live_table = find_live(table);
    if (!live_table.exists || live_table.temporary || create->idxname == nullptr) return std::nullopt;
    const Oid relation = live_table.oid;
    const auto found = occupant(pg::call([&] { return get_rel_namespace(relation); }), create->idxname);
    if (!found) return std::nullopt;
    return Skipped{found->first, index_differences(create, relation, found->second.oid)};
}

bool adds_if_missing(const AlterTableCmd* command) {
    return command->subtype == AT_AddColumn && command->missing_ok;
}

bool adds_if_missing(const AlterTableStmt* alter) {
    for (int i = 0; i < list_length(alter->cmds); ++i)
        if (adds_if_missing(static_cast<const AlterTableCmd*>(list_nth(alter->cmds, i)))) return true;
    return false;
}

std::vector<Skipped> skipped_columns(const AlterTableStmt* alter) {
    std::vector<Skipped> result;
    for (int i = 0; i < list_length(alter->cmds); ++i) {
        const auto* command = static_cast<const AlterTableCmd*>(list_nth(alter->cmds, i));
        if (!adds_if_missing(command)) continue;
        const auto* column = reinterpret_cast<const ColumnDef*>(command->def);
        const Target written{ObjectKind::Column, schema_of(alter->relation), alter->relation->relname,
                             column->colname};
        const LiveObject live = find_live(written);
        if (!live.exists || live.temporary) continue;
        if (std::optional<std::string> difference =
                column_difference(live.oid, {column->colname, type_asked_for(column->typeName)}))
            result.push_back({located(written, live), {std::move(*difference)}});
    }
    return result;
}

const CreateStmt* as_create_table(const Node* statement) {
    if (IsA(statement, CreateStmt)) return reinterpret_cast<const CreateStmt*>(statement);
    if (IsA(statement, CreateForeignTableStmt))
        return &reinterpret_cast<const CreateForeignTableStmt*>(statement)->base;
    return nullptr;
}

// Of the statements that may_skip() knows.
std::vector<Skipped> skipped_by(const Node* statement) {
    std::optional<Skipped> skipped;
    if (const auto* create = as_create_table(statement)) {
        const bool foreign = IsA(statement, CreateForeignTableStmt);
        skipped = skipped_relation(create, create->relation, foreign ? ObjectKind::ForeignTable : ObjectKind::Table);
    } else if (IsA(statement, CreateTableAsStmt)) {
        const auto* create_as = reinterpret_cast<const CreateTableAsStmt*>(statement);
        const bool view = create_as->objtype == OBJECT_MATVIEW;
        skipped = skipped_relation(create_as, create_as->into->rel,
                                   view ? ObjectKind::MaterializedView : ObjectKind::Table);
    } else if (IsA(statement, IndexStmt)) {
        skipped = skipped_index(reinterpret_cast<const IndexStmt*>(statement));
    } else {
        return skipped_columns(reinterpret_cast<const AlterTableStmt*>(statement));
    }
    if (!skipped || skipped->differences.empty()) return {};
    return {std::move(*skipped)};
}

// Those that would create or created it, and pending ones that need it.
std::vector<std::string> migrations_of(const Watch& watch, const Target& target) {
    std::vector<std::string> names = reliance_on(watch, target, Members::DoNotCount).migrations();
    for (const core::Interest* interest : watch.interests.under(target.name)) {
        const bool same = core::same_class(interest->kind, target.kind) && interest->member == target.member;
        if (!same || !refers_to(watch, *interest, target)) continue;
        const std::string& name = watch.interests.migration(*interest).identifier;
        if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
}

Finding finding_of(const Watch& watch, const Skipped& skipped) {
    Finding finding;
    finding.condition = core::Condition::OtherObjectSkipped;
    finding.migrations = migrations_of(watch, skipped.target);
    finding.only_warns = finding.migrations.empty();
    finding.message = core::concat(described(skipped.target), " exists and is not the same: IF NOT EXISTS skips it");
    finding.detail = core::concat("What is there differs: ", core::join(skipped.differences, "; "), ".");
    if (!finding.migrations.empty())
        finding.detail += core::concat(finding.migrations.size() == 1 ? " It is known to migration "
                                                                      : " It is known to migrations ",
                                       core::quoted_list(finding.migrations), ".");
    finding.hint = skipped.differences.front() == invalid_index
                       ? "It is what a CREATE INDEX CONCURRENTLY that failed has left: drop it and create it again."
                       : "Alter what is there by a migration, or choose another name.";
    finding.word = "skipped";
    finding.target = skipped.target;
    return finding;
}

}  // namespace

bool may_skip(const Node* statement) {
    switch (nodeTag(statement)) {
        case T_CreateStmt:
        case T_CreateForeignTableStmt: return as_create_table(statement)->if_not_exists;
        case T_CreateTableAsStmt: return reinterpret_cast<const CreateTableAsStmt*>(statement)->if_not_exists;
        case T_IndexStmt: return reinterpret_cast<const IndexStmt*>(statement)->if_not_exists;
        case T_AlterTableStmt: return adds_if_missing(reinterpret_cast<const AlterTableStmt*>(statement));
        default: return false;
    }
}

std::vector<Finding> skipped_objects(const Watch& watch, const Node* statement) {
    std::vector<Finding> findings;
    for (const Skipped& skipped : skipped_by(statement))
        if (!is_exempt(watch, skipped.target)) findings.push_back(finding_of(watch, skipped));
    return findings;
}

}  // namespace strata::guard
