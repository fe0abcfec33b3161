#include "sqlread/query_scope.h"

#include <algorithm>

#include "pg/compat.h"
#include "pg/guard.h"
#include "sqlread/node_lists.h"
#include "sqlread/read_query.h"

extern "C" {
#include "parser/parse_target.h"
}

namespace strata::sqlread {

namespace {

bool ends_in_star(const List* fields) { return IsA(static_cast<const Node*>(llast(fields)), A_Star); }

bool is_star(const Node* value) {
    if (value == nullptr) return true;
    if (IsA(value, ColumnRef)) return ends_in_star(as<ColumnRef>(value)->fields);
    return IsA(value, A_Indirection) && ends_in_star(as<A_Indirection>(value)->indirection);
}

const List* returning_of(const Node* query) {
    switch (nodeTag(query)) {
        case T_InsertStmt: return pg::returning_list(as<InsertStmt>(query));
        case T_UpdateStmt: return pg::returning_list(as<UpdateStmt>(query));
        case T_DeleteStmt: return pg::returning_list(as<DeleteStmt>(query));
        case T_MergeStmt: return pg::returning_list(as<MergeStmt>(query));
        default: return NIL;
    }
}

const SelectStmt* leftmost(const SelectStmt* select) {
    while (select->op != SETOP_NONE) select = select->larg;
    return select;
}

// The row that names the columns column1, column2...; NIL when the query is no VALUES.
const List* first_row(const Node* query) {
    if (!IsA(query, SelectStmt)) return NIL;
    const List* rows = leftmost(as<SelectStmt>(query))->valuesLists;
    return rows == NIL ? NIL : static_cast<const List*>(linitial(rows));
}

const List* targets_of(const Node* query) {
    return IsA(query, SelectStmt) ? leftmost(as<SelectStmt>(query))->targetList : returning_of(query);
}

std::string value_column(int number) { return "column" + std::to_string(number); }

enum class Answer : std::uint8_t { No, Yes, Unknown };

Answer has_column(const Source& source, std::string_view column) {
    if (source.kind != Source::Kind::Query) return Answer::Unknown;
    int renamed = list_length(source.aliases);
    for (const Node* alias : elements<Node>(source.aliases))
        if (string_value(alias) == column) return Answer::Yes;
    const List* row = first_row(source.query);
    for (int number = renamed + 1; number <= list_length(row); ++number)
        if (value_column(number) == column) return Answer::Yes;
    for (const ResTarget* target : elements<ResTarget>(targets_of(source.query))) {
        const std::string_view name = output_name(target);
        if (name.empty()) return Answer::Unknown;
        if (--renamed < 0 && name == column) return Answer::Yes;
    }
    return Answer::No;
}

template <class Is>
const Source* first_source(const QueryLevel& level, Is&& is) {
    for (const QueryLevel* at = &level; at != nullptr; at = at->outer)
        if (const auto found = std::ranges::find_if(at->sources, is); found != at->sources.end()) return &*found;
    return nullptr;
}

// False when something else may have it.
bool add_relations_with(std::span<const Source> sources, std::string_view column,
                        std::vector<core::QualifiedName>& relations) {
    for (const Source& source : sources) {
        if (source.kind != Source::Kind::Relation) {
            if (has_column(source, column) != Answer::No) return false;
        } else if (std::ranges::find(relations, source.relation()) == relations.end()) {
            relations.push_back(source.relation());
        }
    }
    return true;
}

}  // namespace

const CommonTableExpr* find_cte(const QueryLevel& level, std::string_view name) {
    for (const QueryLevel* at = &level; at != nullptr; at = at->outer)
        for (const CommonTableExpr* cte : at->ctes)
            if (cte->ctename == name) return cte;
    return nullptr;
}

const Source* find_source(const QueryLevel& level, std::string_view schema, std::string_view qualifier) {
    const auto by_alias = [&](const Source& source) { return source.alias == qualifier; };
    const auto by_name = [&](const Source& source) {
        return source.alias == qualifier && source.name == qualifier && source.schema == schema;
    };
    const auto by_found_name = [&](const Source& source) {
        return source.alias == qualifier && source.name == qualifier && source.schema.empty();
    };
    const Source* source = schema.empty() ? first_source(level, by_alias) : first_source(level, by_name);
    if (source == nullptr && !schema.empty()) source = first_source(level, by_found_name);
    return source != nullptr && source->kind == Source::Kind::Relation ? source : nullptr;
}

bool names_source(const QueryLevel& level, std::string_view name) {
    return first_source(level, [&](const Source& source) { return source.alias == name; }) != nullptr;
}

std::vector<core::QualifiedName> relations_with(const QueryLevel& level, std::string_view column) {
    if (names_source(level, column)) return {};
    std::vector<core::QualifiedName> relations;
    for (const QueryLevel* at = &level; at != nullptr; at = at->outer)
        if (!add_relations_with(at->sources, column, relations)) return {};
    return relations;
}

std::vector<core::QualifiedName> relations_with(std::span<const Source> sources, std::string_view column) {
    std::vector<core::QualifiedName> relations;
    if (!add_relations_with(sources, column, relations)) return {};
    return relations;
}

std::string_view output_name(const ResTarget* target) {
    if (target->name != nullptr) return target->name;
    if (is_star(target->val)) return {};
    return pg::call([&] { return FigureColname(target->val); });
}

std::string_view bare_column(const Node* value) {
    if (value == nullptr || !IsA(value, ColumnRef)) return {};
    const List* fields = as<ColumnRef>(value)->fields;
    const auto* name = static_cast<const Node*>(linitial(fields));
    return list_length(fields) == 1 && IsA(name, String) ? std::string_view(string_value(name)) : std::string_view();
}

bool is_output_name(const List* targets, std::string_view name) {
    for (const ResTarget* target : elements<ResTarget>(targets))
        if (output_name(target) == name) return true;
    return false;
}

std::optional<std::vector<std::string>> output_columns(const Node* query) {
    std::vector<std::string> columns;
    const List* row = first_row(query);
    for (int number = 1; number <= list_length(row); ++number) columns.push_back(value_column(number));
    for (const ResTarget* target : elements<ResTarget>(targets_of(query))) {
        const std::string_view name = output_name(target);
        if (name.empty()) return std::nullopt;
        columns.emplace_back(name);
    }
    return columns;
}

}  // namespace strata::sqlread
