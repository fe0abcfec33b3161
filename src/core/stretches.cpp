#include "core/stretches.h"

#include <algorithm>

namespace strata::core {

namespace {

bool is_at_top_level(const Statement& statement, TransactionMode mode) noexcept {
    if (mode == TransactionMode::On) return false;
    return !statement.transactional || (mode == TransactionMode::Off && statement.may_need_top_level);
}

bool is_elided(const std::vector<Elision>& elided, std::size_t position) noexcept {
    return std::ranges::any_of(elided, [=](const Elision& elision) { return elision.statement == position; });
}

}  // namespace

std::vector<Stretch> stretches(const std::vector<Statement>& statements, const std::vector<Elision>& elided,
                               const std::vector<std::size_t>& ends_transaction, TransactionMode mode) {
    std::vector<Stretch> found;
    bool goes_on = false;  // the next statement joins the last stretch
    bool in_block = false;
    for (std::size_t position = 0; position < statements.size(); ++position) {
        if (is_elided(elided, position)) {
            in_block = statements[position].kind == StatementKind::Begin;
            goes_on = goes_on && mode != TransactionMode::Off;
            continue;
        }
        const bool at_top_level = is_at_top_level(statements[position], mode);
        if (goes_on && !at_top_level)
            found.back().last = position;
        else
            found.push_back({position, position, at_top_level});
        const bool ends = (mode == TransactionMode::Off && !in_block) ||
                          (mode == TransactionMode::Auto && std::ranges::binary_search(ends_transaction, position));
        goes_on = !at_top_level && !ends;
    }
    return found;
}

}  // namespace strata::core
