#include "pg/name_list.h"

#include "pg/guard.h"

extern "C" {
#include "nodes/pg_list.h"
#include "utils/varlena.h"
}

namespace strata::pg {

std::optional<std::vector<std::string>> split_names(std::string_view text, char separator) {
    List* names = NIL;
    const bool sound = call([&] {
        char* copy = pnstrdup(text.data(), text.size());
        return SplitIdentifierString(copy, separator, &names);
    });
    if (!sound) return std::nullopt;
    std::vector<std::string> result;
    result.reserve(static_cast<std::size_t>(list_length(names)));
    for (int i = 0; i < list_length(names); ++i) result.emplace_back(static_cast<const char*>(list_nth(names, i)));
    return result;
}

std::vector<std::string> schemas_of_path(std::string_view search_path, const std::string& user) {
    std::vector<std::string> schemas = split_names(search_path).value_or(std::vector<std::string>());
    for (std::string& schema : schemas)
        if (schema == "$user") schema = user;
    return schemas;
}

}  // namespace strata::pg
