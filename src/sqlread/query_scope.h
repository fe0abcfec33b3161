// What names mean inside a query: the sources after FROM, CTEs, and the same of the queries around.
#pragma once

#include <span>

#include "core/mention.h"
#include "pg/server.h"

namespace strata::sqlread {

// One item after FROM. Its texts belong to the parse tree.
struct Source {
    enum class Kind : std::uint8_t {
        Relation,  // named: its columns are known when the script runs
        Query,     // a subquery or CTE
        Unknown    // a function, a join under an alias, a relation of pg_catalog...: may have any column
    };
    Kind kind = Kind::Unknown;
    std::string_view alias = {};   // what qualifies its columns; empty: nothing does
    std::string_view schema = {};  // of Relation
    std::string_view name = {};
    const Node* query = nullptr;  // of Query
    const List* aliases = NIL;    // of Query: new names of its first columns

    core::QualifiedName relation() const { return {std::string(schema), std::string(name)}; }
};

// One level of nesting.
struct QueryLevel {
    const QueryLevel* outer = nullptr;
    std::vector<Source> sources = {};
    std::vector<const CommonTableExpr*> ctes = {};
};

const CommonTableExpr* find_cte(const QueryLevel& level, std::string_view name);

// A relation that `qualifier` may stand for: the alias or, with a schema, the relation's own name. Null for others.
const Source* find_source(const QueryLevel& level, std::string_view schema, std::string_view qualifier);

bool names_source(const QueryLevel& level, std::string_view name);

// The relations that may have an unqualified column. None when something else may have it, or when `column` can be the
// name of a source as a whole.
std::vector<core::QualifiedName> relations_with(const QueryLevel& level, std::string_view column);

// The same among a few sources.
std::vector<core::QualifiedName> relations_with(std::span<const Source> sources, std::string_view column);

// How the server calls an output column; empty for a * and the like.
std::string_view output_name(const ResTarget* target);

// The name of an unqualified column reference; empty for other nodes.
std::string_view bare_column(const Node* value);

// Whether a bare name after ORDER BY or GROUP BY may be an output column.
bool is_output_name(const List* targets, std::string_view name);

}  // namespace strata::sqlread
