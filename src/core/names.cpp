#include "core/names.h"

namespace strata::core {

NameId Names::intern(std::string_view name) {
    if (const auto found = ids_.find(name); found != ids_.end()) return found->second;
    const auto id = static_cast<NameId>(texts_.size());
    texts_.emplace_back(name);
    ids_.emplace(texts_.back(), id);
    return id;
}

}  // namespace strata::core
