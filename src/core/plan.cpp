#include "core/plan.h"

namespace strata::core {

std::string_view name(Action action) noexcept {
    switch (action) {
        case Action::Apply: return "apply";
        case Action::Rollback: return "rollback";
        case Action::Blocked: return "blocked";
        case Action::None: break;
    }
    return "none";
}

}  // namespace strata::core
