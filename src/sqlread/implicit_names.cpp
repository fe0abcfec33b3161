#include "sqlread/implicit_names.h"

#include <algorithm>

#include "pg/compat.h"
#include "pg/guard.h"

extern "C" {
#include "commands/defrem.h"
#include "mb/pg_wchar.h"
#include "parser/parse_target.h"
}

namespace strata::sqlread {

namespace {

constexpr int longest_name = NAMEDATALEN - 1;

std::string clipped(const std::string& name, int length) {
    if (static_cast<int>(name.size()) <= length) return name;
    const char* text = name.c_str();
    const int size = static_cast<int>(name.size());
    return name.substr(0, pg::call([&] { return pg_mbcliplen(text, size, length); }));
}

// The name as it is, or with the first number behind it that none of `taken` has.
std::string unlike(const std::vector<std::string>& taken, const std::string& name) {
    std::string candidate = name;
    for (int i = 1; std::find(taken.begin(), taken.end(), candidate) != taken.end(); ++i) {
        const std::string number = std::to_string(i);
        candidate = clipped(name, longest_name - static_cast<int>(number.size())) + number;
    }
    return candidate;
}

struct ColumnSearch {
    const char* first;
    bool several;
};

bool note_column(Node* node, void* state) {
    if (node == nullptr) return false;
    if (!IsA(node, ColumnRef)) return pg::walk_raw_tree(node, note_column, state);
    auto* search = static_cast<ColumnSearch*>(state);
    auto* last = static_cast<Node*>(llast(reinterpret_cast<ColumnRef*>(node)->fields));
    if (!IsA(last, String)) return false;
    if (search->first == nullptr) search->first = strVal(last);
    search->several = strcmp(search->first, strVal(last)) != 0;
    return search->several;
}

}  // namespace

std::string object_name(const std::string& first, const std::string& second, const char* label) {
    const char* one = first.c_str();
    const char* two = second.empty() ? nullptr : second.c_str();
    return pg::call([&] { return static_cast<const char*>(makeObjectName(one, two, label)); });
}

std::string joined_columns(const std::vector<std::string>& columns) {
    std::string joined;
    for (const std::string& column : columns) {
        if (!joined.empty()) joined += '_';
        joined += column;
        if (joined.size() >= NAMEDATALEN) break;
    }
    return joined;
}

std::string index_column(const IndexElem* column) {
    if (column->indexcolname != nullptr) return column->indexcolname;
    if (column->name != nullptr) return column->name;
    Node* expression = column->expr;
    const char* name = pg::call([&] { return FigureIndexColname(expression); });
    return name == nullptr ? "expr" : name;
}

std::vector<std::string> numbered(const std::vector<std::string>& names) {
    std::vector<std::string> distinct;
    for (const std::string& name : names) distinct.push_back(unlike(distinct, name));
    return distinct;
}

std::string only_column(const Node* expression) {
    ColumnSearch search{nullptr, false};
    pg::call([&] { (void) note_column(const_cast<Node*>(expression), &search); });
    return search.first == nullptr || search.several ? std::string() : std::string(search.first);
}

std::string multirange_name(const std::string& range) {
    const std::size_t at = range.find("range");
    const std::string name = at == std::string::npos ? clipped(range, NAMEDATALEN - 12) + "_multirange"
                                                     : range.substr(0, at) + "multi" + range.substr(at);
    return clipped(name, longest_name);
}

}  // namespace strata::sqlread
