// Reads queries and expressions: relations, columns, functions, types and labels that the server would look up.
#pragma once

#include "sqlread/recorder.h"

namespace strata::sqlread {

// SELECT, INSERT, UPDATE, DELETE, MERGE, VALUES; other nodes are left alone. Not needs: CTEs, aliases, what pg_catalog
// and information_schema have. SELECT INTO provides nothing here. Unqualified names that can be variables
// (VariableScope) are no columns.
void read_query(const Node* query, Recorder& recorder);

// A relation whose columns an expression may name: those of a table for its indexes, checks, policies and triggers.
struct NamedRelation {
    core::QualifiedName name;
    std::string_view alias = {};  // "new" and "old" in triggers and rules; empty: the relation's own name
};

// An expression outside a query: a default, CHECK, index expression, policy, trigger WHEN. Its unqualified columns
// belong to `relations`; with none, columns are not needs (arguments of a function, say). Null is no expression.
void read_expression(const Node* expression, const std::vector<NamedRelation>& relations, Recorder& recorder);

// A query that sees rows of relations around it, as the actions of a rule see "new" and "old".
void read_query(const Node* query, const std::vector<NamedRelation>& relations, Recorder& recorder);

void read_relation(const RangeVar* relation, core::ObjectKind kind, Recorder& recorder);  // a need
void read_type(const TypeName* type, Recorder& recorder);                                 // a need; %TYPE and SETOF too
// `arguments` is the number of them, or -1 when it is not known.
void read_function_name(const List* name, int arguments, int location, Recorder& recorder);
void read_collation(const List* name, int location, Recorder& recorder);
// An operator that is written with its schema; others are not recorded.
void read_operator(const List* name, int location, Recorder& recorder);

// The names that a query gives its columns; nothing when a * or the like hides them.
std::optional<std::vector<std::string>> output_columns(const Node* query);

}  // namespace strata::sqlread
