#include "sqlread/type_text.h"

#include "pg/compat.h"
#include "pg/guard.h"
#include "sqlread/node_lists.h"

namespace strata::sqlread {

std::string type_text(const TypeName* type) {
    if (type->names == NIL || type->pct_type) return "?";
    std::string text;
    for (const Node* part : elements<Node>(type->names)) {
        const std::string_view name = string_value(part);
        if (text.empty() && name == "pg_catalog" && list_length(type->names) > 1) continue;
        if (!text.empty()) text += '.';
        text += name;
    }
    if (type->arrayBounds != NIL) text += "[]";
    return text;
}

std::string type_text(const std::string& type) {
    return type_text(pg::call([&] { return pg::parse_type_name(type.c_str()); }));
}

}  // namespace strata::sqlread
