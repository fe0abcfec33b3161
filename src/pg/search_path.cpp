#include "pg/search_path.h"

#include "pg/guard.h"

extern "C" {
#include "utils/varlena.h"
}

namespace strata::pg {

std::vector<std::string> search_path_names(const std::string& setting, const std::string& user) {
    const List* items = call([&] {
        List* list = NIL;
        return SplitIdentifierString(pstrdup(setting.c_str()), ',', &list) ? list : NIL;
    });
    std::vector<std::string> names;
    for (int i = 0; i < list_length(items); ++i) {
        const auto* name = static_cast<const char*>(list_nth(items, i));
        names.emplace_back(std::string_view(name) == "$user" ? user : name);
    }
    return names;
}

}  // namespace strata::pg
