#include "sqlread/written_names.h"

#include "sqlread/node_lists.h"

extern "C" {
#include "catalog/pg_class.h"
}

namespace strata::sqlread {

core::QualifiedName name_of(const RangeVar* relation) {
    const bool temporary = relation->relpersistence == RELPERSISTENCE_TEMP;
    return {temporary ? temporary_schema : text_of(relation->schemaname), text_of(relation->relname)};
}

core::QualifiedName owner_of(const List* names, int members) {
    const int count = list_length(names) - members;
    core::QualifiedName name;
    if (count >= 1) name.name = text_of(static_cast<const Node*>(list_nth(names, count - 1)));
    if (count >= 2) name.schema = text_of(static_cast<const Node*>(list_nth(names, count - 2)));
    return name;
}

core::QualifiedName name_of(const List* names) { return owner_of(names, 0); }

const List* names_of(const Node* name) {
    if (name == nullptr) return NIL;
    if (IsA(name, List)) return as<List>(name);
    return IsA(name, TypeName) ? as<TypeName>(name)->names : NIL;
}

std::string text_of(const Node* node) {
    return node != nullptr && IsA(node, String) ? std::string(strVal(node)) : std::string();
}

std::string text_of(const char* text) { return text == nullptr ? std::string() : std::string(text); }

std::string last_of(const List* names) {
    return names == NIL ? std::string() : text_of(static_cast<const Node*>(llast(names)));
}

std::vector<std::string> texts_of(const List* strings) {
    std::vector<std::string> texts;
    for (const Node* string : elements<Node>(strings)) texts.push_back(text_of(string));
    return texts;
}

}  // namespace strata::sqlread
