// What stands after FROM.
#include "sqlread/node_lists.h"
#include "sqlread/query_reader.h"
#include "sqlread/read_query.h"
#include "sqlread/system_names.h"

namespace strata::sqlread {

namespace {

std::string_view alias_of(const Alias* alias) {
    return alias == nullptr ? std::string_view() : std::string_view(alias->aliasname);
}

const List* columns_of(const Alias* alias) { return alias == nullptr ? NIL : alias->colnames; }

// A CTE as a source; what renames its columns twice, or adds to them, is not followed.
Source cte_source(const CommonTableExpr* cte, const RangeVar* reference) {
    const List* renamed = columns_of(reference->alias);
    Source source;
    source.alias = reference->alias == nullptr ? reference->relname : reference->alias->aliasname;
    if (cte->search_clause != nullptr || cte->cycle_clause != nullptr) return source;
    if (renamed != NIL && cte->aliascolnames != NIL) return source;
    source.kind = Source::Kind::Query;
    source.query = cte->ctequery;
    source.aliases = renamed == NIL ? cte->aliascolnames : renamed;
    return source;
}

bool is_system(const RangeVar* relation) {
    return relation->schemaname == nullptr ? is_system_relation(relation->relname)
                                           : is_system_schema(relation->schemaname);
}

std::string_view name_of_only_function(const RangeFunction* functions) {
    if (list_length(functions->functions) != 1) return {};
    const auto* call = static_cast<const Node*>(linitial(static_cast<const List*>(linitial(functions->functions))));
    if (!IsA(call, FuncCall)) return {};
    return string_value(llast(as<FuncCall>(call)->funcname));
}

int location_of(const Node* item) { return IsA(item, RangeVar) ? as<RangeVar>(item)->location : -1; }

}  // namespace

void QueryReader::read_from(const List* items, QueryLevel& level) {
    for (const Node* item : elements<Node>(items)) read_from_item(item, level);
}

void QueryReader::read_from_item(const Node* item, QueryLevel& level) {
    if (item == nullptr || stack_is_too_deep()) return;
    switch (nodeTag(item)) {
        case T_RangeVar: return read_named_source(as<RangeVar>(item), level);
        case T_RangeSubselect: return read_subquery(as<RangeSubselect>(item), level);
        case T_RangeFunction: return read_function_source(as<RangeFunction>(item), level);
        case T_JoinExpr: return read_join(as<JoinExpr>(item), level);
        case T_RangeTableSample:
            read_from_item(as<RangeTableSample>(item)->relation, level);
            read_values(as<RangeTableSample>(item)->args, level);
            return read_value(as<RangeTableSample>(item)->repeatable, level);
        case T_RangeTableFunc:
            read_parts(item, level);
            level.sources.push_back({.alias = alias_of(as<RangeTableFunc>(item)->alias)});
            return;
        default:
            read_parts(item, level);
            level.sources.emplace_back();
    }
}

void QueryReader::read_named_source(const RangeVar* relation, QueryLevel& level) {
    const CommonTableExpr* cte = relation->schemaname == nullptr ? find_cte(level, relation->relname) : nullptr;
    if (cte != nullptr) {
        level.sources.push_back(cte_source(cte, relation));
        return;
    }
    Source source;
    source.alias = relation->alias == nullptr ? relation->relname : relation->alias->aliasname;
    if (!is_system(relation)) {
        read_relation(relation, core::ObjectKind::Relation, recorder_);
        if (columns_of(relation->alias) == NIL) source.kind = Source::Kind::Relation;
        if (relation->schemaname != nullptr) source.schema = relation->schemaname;
        source.name = relation->relname;
    }
    level.sources.push_back(source);
}

void QueryReader::read_subquery(const RangeSubselect* subquery, QueryLevel& level) {
    read_query(subquery->subquery, subquery->lateral ? &level : level.outer);
    level.sources.push_back({.kind = Source::Kind::Query, .alias = alias_of(subquery->alias),
                             .query = subquery->subquery, .aliases = columns_of(subquery->alias)});
}

// Functions may name the items before them, LATERAL or not.
void QueryReader::read_function_source(const RangeFunction* functions, QueryLevel& level) {
    for (const List* function : elements<List>(functions->functions))
        for (const Node* part : elements<Node>(function)) read_value(part, level);
    read_values(functions->coldeflist, level);
    const std::string_view alias = alias_of(functions->alias);
    level.sources.push_back({.alias = alias.empty() ? name_of_only_function(functions) : alias});
}

void QueryReader::read_join(const JoinExpr* join, QueryLevel& level) {
    const std::size_t first = level.sources.size();
    read_from_item(join->larg, level);
    const std::size_t middle = level.sources.size();
    read_from_item(join->rarg, level);
    const std::span<const Source> sources(level.sources);
    for (const Node* column : elements<Node>(join->usingClause)) {
        need_joined_column(string_value(column), sources.subspan(first, middle - first), location_of(join->rarg));
        need_joined_column(string_value(column), sources.subspan(middle), location_of(join->rarg));
    }
    read_value(join->quals, level);
    if (join->alias == nullptr) return;
    level.sources.resize(first);
    level.sources.push_back({.alias = alias_of(join->alias)});
}

void QueryReader::need_joined_column(std::string_view column, std::span<const Source> sources, int location) {
    need_column_of(relations_with(sources, column), column, location);
}

}  // namespace strata::sqlread
