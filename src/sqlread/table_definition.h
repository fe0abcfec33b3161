// Columns and constraints, of a table that a statement creates or alters.
#pragma once

#include "sqlread/read_query.h"
#include "sqlread/recording.h"

namespace strata::sqlread {

// A primary key, unique or exclusion constraint with the columns of its index.
struct KeyConstraint {
    const Constraint* constraint;
    std::string name;  // empty: the server chooses one
    std::vector<std::string> columns;
};

class TableDefinition {
public:
    // `how` goes for all that the table consists of.
    TableDefinition(const RangeVar* table, const Creation& how, Recorder& recorder);

    const core::QualifiedName& name() const { return name_; }

    void need_types(const ColumnDef* column);
    void provide_column(const ColumnDef* column, const Creation& how);  // and its sequence
    void read_column_parts(const ColumnDef* column);                    // default and constraints
    // `column` is the one that the constraint is written at, or null.
    void read_constraint(const Constraint* constraint, const ColumnDef* column);
    void provide_identity_sequence(const Constraint* identity, const std::string& column);
    // After the last constraint: UNIQUE next to PRIMARY KEY on the same columns makes one index.
    void provide_keys();

private:
    void read_default(const Constraint* constraint, const ColumnDef* column);
    void read_check(const Constraint* constraint);
    void read_foreign_key(const Constraint* constraint, const ColumnDef* column);
    void read_not_null(const Constraint* constraint, const ColumnDef* column);
    void read_key(const Constraint* constraint, const ColumnDef* column);
    void read_exclusion(const Constraint* constraint);
    void read_existing_index(const Constraint* constraint);
    void provide_constraint(const std::string& written, const std::string& chosen, int location);
    void provide_key(const KeyConstraint& key);
    void provide_sequence(const core::QualifiedName& sequence, const Creation& how, const std::string& column,
                          int location);

    core::QualifiedName name_;
    Creation how_;
    Recorder& recorder_;
    std::vector<NamedRelation> scope_;
    std::vector<KeyConstraint> keys_;
};

// serial and its kind: no types, but integers with a sequence.
bool is_serial(const TypeName* type);

}  // namespace strata::sqlread
