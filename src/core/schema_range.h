// The schemas in which a name is looked for: the one that is written, or those of a search_path.
#pragma once

#include <span>

#include "core/names.h"

namespace strata::core {

class SchemaRange {
public:
    explicit SchemaRange(NameId only) : only_(only), is_one_(true) {}
    // `first`, unless it is null, stands before the path. The path must outlive the range.
    SchemaRange(const NameId* first, std::span<const NameId> path)
        : only_(first == nullptr ? 0 : *first), is_one_(first != nullptr), path_(path) {}

    template <class Visit>
    bool any(Visit visit) const {
        if (is_one_ && visit(only_)) return true;
        for (const NameId schema : path_)
            if (visit(schema)) return true;
        return false;
    }

private:
    NameId only_ = 0;
    bool is_one_ = false;
    std::span<const NameId> path_ = {};
};

}  // namespace strata::core
