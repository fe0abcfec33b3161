#include "core/mention.h"

namespace strata::core {

std::string_view name(Bearing bearing) noexcept {
    switch (bearing) {
        case Bearing::Needs: return "needs";
        case Bearing::Provides: return "provides";
        case Bearing::Alters: return "alters";
        case Bearing::Drops: return "drops";
        case Bearing::Path: return "path";
        case Bearing::EnterPath: return "enter path";
        case Bearing::LeavePath: break;
    }
    return "leave path";
}

std::string_view name(Strength strength) noexcept {
    switch (strength) {
        case Strength::Hard: return "hard";
        case Strength::Late: return "late";
        case Strength::Conditional: return "conditional";
        case Strength::Dynamic: return "dynamic";
        case Strength::Unread: break;
    }
    return "unread";
}

}  // namespace strata::core
