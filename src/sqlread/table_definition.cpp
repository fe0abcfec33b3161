#include "sqlread/table_definition.h"

#include <algorithm>
#include <array>

#include "sqlread/constant_names.h"
#include "sqlread/implicit_names.h"
#include "sqlread/named_needs.h"
#include "sqlread/node_lists.h"

namespace strata::sqlread {

namespace {

using core::ObjectKind;
namespace flag = core::mention_flag;

// The sequence that an identity column names for itself.
const List* sequence_written(const List* options) {
    for (const DefElem* option : elements<DefElem>(options))
        if (strcmp(option->defname, "sequence_name") == 0) return as<List>(option->arg);
    return NIL;
}

bool is_deferred_alike(const Constraint* one, const Constraint* other) {
    return one->deferrable == other->deferrable && one->initdeferred == other->initdeferred &&
           one->nulls_not_distinct == other->nulls_not_distinct;
}

bool makes_same_index(const KeyConstraint& one, const KeyConstraint& other) {
    return one.constraint->contype != CONSTR_EXCLUSION && other.constraint->contype != CONSTR_EXCLUSION &&
           one.columns == other.columns &&
           list_length(one.constraint->including) == list_length(other.constraint->including) &&
           is_deferred_alike(one.constraint, other.constraint);
}

const char* label_of(const Constraint* key) {
    switch (key->contype) {
        case CONSTR_PRIMARY: return "pkey";
        case CONSTR_EXCLUSION: return "excl";
        default: return "key";
    }
}

std::vector<const IndexElem*> excluded_columns(const Constraint* exclusion) {
    std::vector<const IndexElem*> columns;
    for (const List* column_and_operator : elements<List>(exclusion->exclusions))
        columns.push_back(static_cast<const IndexElem*>(linitial(column_and_operator)));
    return columns;
}

}  // namespace

bool is_serial(const TypeName* type) {
    constexpr std::array<std::string_view, 6> serials = {"serial",  "serial2",   "serial4",
                                                         "serial8", "bigserial", "smallserial"};
    return list_length(type->names) == 1 && !type->pct_type &&
           std::find(serials.begin(), serials.end(), last_of(type->names)) != serials.end();
}

TableDefinition::TableDefinition(const RangeVar* table, const Creation& how, Recorder& recorder)
    : name_(name_of(table)), how_(how), recorder_(recorder), scope_{{name_, {}}} {}

void TableDefinition::need_types(const ColumnDef* column) {
    if (column->typeName != nullptr && !is_serial(column->typeName)) read_type(column->typeName, recorder_);
    need_collation(column->collClause, recorder_);
}

void TableDefinition::provide_column(const ColumnDef* column, const Creation& how) {
    provide_member(ObjectKind::Column, name_, column->colname, how, recorder_, column->location);
    if (column->typeName != nullptr && is_serial(column->typeName))
        provide_sequence({name_.schema, object_name(name_.name, column->colname, "seq")}, how.with(flag::chosen),
                         column->colname, column->location);
    for (const Constraint* constraint : elements<Constraint>(column->constraints))
        if (constraint->contype == CONSTR_IDENTITY) provide_identity_sequence(constraint, column->colname);
}

void TableDefinition::provide_identity_sequence(const Constraint* identity, const std::string& column) {
    if (const List* written = sequence_written(identity->options))
        return provide_sequence(name_of(written), how_, column, identity->location);
    provide_sequence({name_.schema, object_name(name_.name, column, "seq")}, how_.with(flag::chosen), column,
                     identity->location);
}

void TableDefinition::provide_sequence(const core::QualifiedName& sequence, const Creation& how,
                                       const std::string& column, int location) {
    core::Mention& provided = provide(ObjectKind::Sequence, sequence, how, recorder_, location);
    provided.origin = name_;
    provided.origin_member = column;
}

void TableDefinition::read_column_parts(const ColumnDef* column) {
    read_expression(column->raw_default, {}, recorder_);
    for (const Constraint* constraint : elements<Constraint>(column->constraints)) read_constraint(constraint, column);
}

void TableDefinition::read_constraint(const Constraint* constraint, const ColumnDef* column) {
    switch (constraint->contype) {
        case CONSTR_DEFAULT: return read_default(constraint, column);
        case CONSTR_GENERATED: return read_expression(constraint->raw_expr, scope_, recorder_);
        case CONSTR_CHECK: return read_check(constraint);
        case CONSTR_FOREIGN: return read_foreign_key(constraint, column);
        case CONSTR_NOTNULL: return read_not_null(constraint, column);
        case CONSTR_PRIMARY:
        case CONSTR_UNIQUE: return read_key(constraint, column);
        case CONSTR_EXCLUSION: return read_exclusion(constraint);
        default: return;  // NULL and identity are the column's; attributes of other constraints
    }
}

// A constant takes the type of its column: it can be a label.
void TableDefinition::read_default(const Constraint* constraint, const ColumnDef* column) {
    read_expression(constraint->raw_expr, {}, recorder_);
    const char* text = constant_text(constraint->raw_expr);
    if (text != nullptr && column != nullptr && column->typeName != nullptr)
        read_constant_of_type(text, column->typeName, constraint->location, recorder_);
}

void TableDefinition::provide_constraint(const std::string& written, const std::string& chosen, int location) {
    if (written.empty())
        provide_member(ObjectKind::Constraint, name_, chosen, how_.with(flag::chosen), recorder_, location);
    else
        provide_member(ObjectKind::Constraint, name_, written, how_, recorder_, location);
}

void TableDefinition::read_check(const Constraint* constraint) {
    read_expression(constraint->raw_expr, scope_, recorder_);
    const std::string written = text_of(constraint->conname);
    const std::string chosen =
        written.empty() ? object_name(name_.name, only_column(constraint->raw_expr), "check") : std::string();
    provide_constraint(written, chosen, constraint->location);
}

// Since 18 a NOT NULL constraint has a row in pg_constraint; before, its name was forgotten.
void TableDefinition::read_not_null(const Constraint* constraint, const ColumnDef* column) {
    if (column == nullptr) need_columns(name_, constraint->keys, recorder_, constraint->location);
#if PG_VERSION_NUM >= 180000
    if (constraint->conname == nullptr) return;
    provide_member(ObjectKind::Constraint, name_, constraint->conname, how_.with(flag::if_not_exists), recorder_,
                   constraint->location);
#endif
}

void TableDefinition::read_foreign_key(const Constraint* constraint, const ColumnDef* column) {
    if (column == nullptr) need_columns(name_, constraint->fk_attrs, recorder_, constraint->location);
    read_relation(constraint->pktable, ObjectKind::Table, recorder_);
    need_columns(name_of(constraint->pktable), constraint->pk_attrs, recorder_, constraint->pktable->location);
    need_columns(name_, constraint->fk_del_set_cols, recorder_, constraint->location);
    const std::vector<std::string> columns =
        column == nullptr ? texts_of(constraint->fk_attrs) : std::vector<std::string>{column->colname};
    const std::string written = text_of(constraint->conname);
    provide_constraint(written, written.empty() ? object_name(name_.name, joined_columns(columns), "fkey") : written,
                       constraint->location);
}

void TableDefinition::read_existing_index(const Constraint* constraint) {
    const std::string written = text_of(constraint->conname);
    const std::string name = written.empty() ? constraint->indexname : written;
    const core::QualifiedName index{name_.schema, constraint->indexname};
    if (name == index.name) {
        alter(ObjectKind::Index, index, false, recorder_, constraint->location);
    } else {
        const core::Mention before{.kind = ObjectKind::Index, .schema = index.schema, .name = index.name};
        move(before, {index.schema, name}, {}, false, recorder_, constraint->location);
    }
    provide_member(ObjectKind::Constraint, name_, name, how_, recorder_, constraint->location);
}

void TableDefinition::read_key(const Constraint* constraint, const ColumnDef* column) {
    if (constraint->indexname != nullptr) return read_existing_index(constraint);
    need_columns(name_, constraint->keys, recorder_, constraint->location);
    need_columns(name_, constraint->including, recorder_, constraint->location);
    need_tablespace(constraint->indexspace, recorder_, constraint->location);
    std::vector<std::string> columns = texts_of(constraint->keys);
    if (columns.empty() && column != nullptr) columns.emplace_back(column->colname);
    for (std::string& included : texts_of(constraint->including)) columns.push_back(std::move(included));
    keys_.push_back({constraint, text_of(constraint->conname), numbered(columns)});
}

void TableDefinition::read_exclusion(const Constraint* constraint) {
    const std::vector<const IndexElem*> excluded = excluded_columns(constraint);
    const char* method = constraint->access_method == nullptr ? "btree" : constraint->access_method;
    for (const IndexElem* column : excluded) need_index_column(column, name_, method, recorder_, constraint->location);
    need_columns(name_, constraint->including, recorder_, constraint->location);
    read_expression(constraint->where_clause, scope_, recorder_);
    need_access_method(constraint->access_method, recorder_);
    need_tablespace(constraint->indexspace, recorder_, constraint->location);
    std::vector<std::string> columns;
    for (const IndexElem* column : excluded) columns.push_back(index_column(column));
    for (std::string& included : texts_of(constraint->including)) columns.push_back(std::move(included));
    keys_.push_back({constraint, text_of(constraint->conname), numbered(columns)});
}

void TableDefinition::provide_key(const KeyConstraint& key) {
    const bool chosen = key.name.empty();
    const bool primary = key.constraint->contype == CONSTR_PRIMARY;
    const std::string columns = primary ? std::string() : joined_columns(key.columns);
    const std::string name = chosen ? object_name(name_.name, columns, label_of(key.constraint)) : key.name;
    const Creation how = chosen ? how_.with(flag::chosen) : how_;
    const int location = key.constraint->location;
    provide(ObjectKind::Index, {schema_of_indexes(name_), name}, how, recorder_, location).origin = name_;
    provide_member(ObjectKind::Constraint, name_, name, how, recorder_, location);
}

void TableDefinition::provide_keys() {
    std::stable_partition(keys_.begin(), keys_.end(),
                          [](const KeyConstraint& key) { return key.constraint->contype == CONSTR_PRIMARY; });
    std::vector<KeyConstraint> kept;
    for (KeyConstraint& key : keys_) {
        const auto same = std::find_if(kept.begin(), kept.end(),
                                       [&](const KeyConstraint& other) { return makes_same_index(key, other); });
        if (same == kept.end())
            kept.push_back(std::move(key));
        else if (same->name.empty())
            same->name = std::move(key.name);
    }
    for (const KeyConstraint& key : kept) provide_key(key);
}

}  // namespace strata::sqlread
